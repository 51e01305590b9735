package org.billinggroups.invoicing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.billinggroups.file.Sha256;
import org.billinggroups.period.InvoicingRun;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Seals what is issued: each seal is the SHA-256 of its subject and of the seal before it. Who changes something later
 * leaves a seal that does not fit, unless he makes all seals after it anew.
 */
@Repository
public class Seals {
    /**
     * All that an invoice says, but its number and dates. Times and days are written so that no setting matters, and what
     * lines of earlier versions do not have leaves no trace.
     */
    private static final String CONTENT = """
            encode(sha256(convert_to(concat_ws(E'\\n',
                ROW(i.id, i.run_id, i.group_id, i.currency, i.line_count, i.net_total, i.tax_total, i.total, i.prepaid,
                    i.amount_due, i.seller_currency, i.seller_tax_total, i.seller_exchange_rate,
                    to_char(i.seller_exchange_rate_day, 'YYYY-MM-DD'))::text,
                ROW(f.account_id, f.name, f.currency, f.fields)::text,
                CASE WHEN i.customer_run_id IS NOT NULL THEN ROW(i.customer_run_id)::text END, (
                SELECT string_agg(ROW(l.line, l.settles)::text, E'\\n' ORDER BY l.line) FROM invoice_line l
                WHERE l.invoice_id = i.id AND l.settles IS NOT NULL),
                r.seller::text, (
                SELECT string_agg(coalesce('discount ' || l.discount_percent || ' ', '')
                    || ROW(l.line, l.line_type, l.project, l.service, l.sku, l.description, l.quantity, l.unit,
                        l.price_id, l.price_note, l.price_currency, l.price_amount, l.pre_discount_amount, l.amount,
                        l.tax_category, l.tax_rate, to_char(l.period, 'YYYY-MM-DD'), extract(epoch FROM l.started_at),
                        extract(epoch FROM l.ended_at), l.record_count, l.tags, l.exchange_rate,
                        to_char(l.exchange_rate_day, 'YYYY-MM-DD'), l.credit_id)::text, E'\\n' ORDER BY l.line)
                FROM invoice_line l WHERE l.invoice_id = i.id), (
                SELECT string_agg(ROW(t.category, t.rate, t.basis, t.amount, t.reason)::text, E'\\n'
                    ORDER BY t.category COLLATE "C", t.rate)
                FROM invoice_tax t WHERE t.invoice_id = i.id), (
                SELECT string_agg(ROW(u.credit_id, u.amount)::text, E'\\n' ORDER BY u.credit_id)
                FROM credit_consumption u WHERE u.invoice_id = i.id)), 'UTF8')), 'hex')
            """;
    private static final String INVOICES = """
            FROM invoice i
            JOIN invoicing_run r ON r.id = i.run_id
            JOIN frozen_group g ON g.run_id = i.run_id AND g.group_id = i.group_id
            JOIN invoice_customer f ON f.invoice_id = i.id
            """;
    private static final String POSTINGS = """
            encode(sha256(convert_to(coalesce((
                SELECT string_agg(coalesce('period ' || to_char(p.service_period, 'YYYY-MM-DD') || ' ', '')
                    || ROW(p.position, p.project, p.ledger_account, p.debit, p.credit, p.currency, p.tax_code,
                    p.description)::text, E'\\n' ORDER BY p.position)
                FROM posting p WHERE p.invoice_id = i.id), ''), 'UTF8')), 'hex')
            """;
    /** What else a seal says: of an invoice its number, dates and what it corrects; of files their folder. */
    private static final String IDENTITY = """
            CASE WHEN n.invoice_id IS NULL THEN r.folder ELSE (
                SELECT ROW(n.number, n.seller_id, n.series, n.year, n.sequence, n.group_id, to_char(n.period, 'YYYY-MM-DD'),
                    n.currency, to_char(n.issue_date, 'YYYY-MM-DD'), to_char(n.due_date, 'YYYY-MM-DD'), n.journal_entry,
                    n.revision, c.corrected_id, c.reason)::text
                FROM (SELECT) one LEFT JOIN correction c ON c.invoice_id = n.invoice_id) END
            """;
    private static final int FETCH_SIZE = 2000;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;

    Seals(JdbcClient jdbc, DataSource dataSource, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        // Only in a transaction are rows fetched little by little.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_SIZE);
    }

    /** Hashes the checked drafts of a bucket, in the caller's transaction. */
    public void noteContent(InvoicingRun run, int bucket) {
        jdbc.sql("INSERT INTO invoice_content (invoice_id, content) SELECT i.id, " + CONTENT + INVOICES
                + "WHERE i.run_id = ? AND g.bucket = ? ON CONFLICT DO NOTHING").params(run.id(), bucket).update();
    }

    /** Seals the invoices that a run has issued just now, in the caller's transaction. */
    void sealInvoices(InvoicingRun run) {
        append(run, "invoice", """
                SELECT n.invoice_id, x.content, %s AS identity FROM invoice i
                JOIN invoicing_run r ON r.id = i.run_id
                JOIN issued_invoice n ON n.invoice_id = i.id JOIN invoice_content x ON x.invoice_id = i.id
                WHERE i.run_id = ? ORDER BY n.journal_entry
                """.formatted(IDENTITY), run.id());
    }

    /** Seals the postings of a run, in the caller's transaction; a second time it does nothing. */
    public void sealPostings(InvoicingRun run) {
        append(run, "postings", """
                SELECT n.invoice_id, %s AS content, %s AS identity FROM invoice i
                JOIN invoicing_run r ON r.id = i.run_id JOIN issued_invoice n ON n.invoice_id = i.id
                WHERE i.run_id = ? ORDER BY n.journal_entry
                """.formatted(POSTINGS, IDENTITY), run.id());
    }

    /**
     * Seals the files of a run, in the caller's transaction; a second time it does nothing.
     *
     * @param manifest the hash of the list of all files with their hashes
     */
    public void sealFiles(InvoicingRun run, String manifest) {
        append(run, "files", """
                SELECT NULL::bigint AS invoice_id, ?::text AS content, r.folder AS identity
                FROM invoicing_run r WHERE r.id = ?
                """, manifest, run.id());
    }

    /** The hash of the list of a run's files as it was sealed, if it was. */
    public Optional<String> filesOf(InvoicingRun run) {
        return jdbc.sql("SELECT content FROM seal WHERE run_id = ? AND subject = 'files'").param(run.id())
                .query(String.class).optional();
    }

    private record Seal(long position, @Nullable Long invoiceId, String content, String link) {}

    private void append(InvoicingRun run, String subject, String sql, Object... parameters) {
        if (jdbc.sql("SELECT count(*) FROM seal WHERE run_id = ? AND subject = ?").params(run.id(), subject)
                .query(Long.class).single() > 0) {
            return;
        }
        var last = new Seal[]{
                jdbc.sql("SELECT * FROM seal WHERE seller_id = ? ORDER BY position DESC LIMIT 1")
                        .param(run.sellerId()).query(Seal.class).optional().orElse(new Seal(0, null, "", "")) };
        List<Seal> seals = new ArrayList<>();
        streaming.query(sql, rs -> {
            var content = rs.getString("content");
            last[0] = new Seal(last[0].position() + 1, rs.getObject("invoice_id", Long.class), content,
                    link(last[0].link(), subject, content, rs.getString("identity")));
            seals.add(last[0]);
            if (seals.size() == FETCH_SIZE) {
                insert(run, subject, seals);
                seals.clear();
            }
        }, parameters);
        insert(run, subject, seals);
    }

    private void insert(InvoicingRun run, String subject, List<Seal> seals) {
        streaming.batchUpdate("""
                INSERT INTO seal (seller_id, position, run_id, invoice_id, subject, content, link)
                VALUES (?, ?, ?, ?, ?, ?, ?)
                """, seals, FETCH_SIZE, (statement, seal) -> {
            statement.setString(1, run.sellerId());
            statement.setLong(2, seal.position());
            statement.setLong(3, run.id());
            statement.setObject(4, seal.invoiceId());
            statement.setString(5, subject);
            statement.setString(6, seal.content());
            statement.setString(7, seal.link());
        });
    }

    private static String link(String before, String subject, String content, String identity) {
        return HexFormat.of().formatHex(Sha256.newDigest().digest(String.join("\n", before, subject, content, identity)
                .getBytes(StandardCharsets.UTF_8)));
    }

    /** The places at which the chain of seals does not fit, with what they seal; empty if it holds. */
    public List<String> brokenLinks() {
        return Objects.requireNonNull(reading.execute(status -> findBrokenLinks()));
    }

    private List<String> findBrokenLinks() {
        List<String> findings = new ArrayList<>();
        var before = new String[]{ "" };
        var expected = new long[]{ 1 };
        streaming.query("""
                SELECT s.position, s.subject, s.content, s.link, coalesce(n.number, r.folder) AS title, %s AS identity
                FROM seal s LEFT JOIN invoicing_run r ON r.id = s.run_id
                LEFT JOIN issued_invoice n ON n.invoice_id = s.invoice_id
                ORDER BY s.seller_id, s.position
                """.formatted(IDENTITY), rs -> {
            var what = "seal " + rs.getLong("position") + " (" + rs.getString("subject") + " of "
                    + rs.getString("title") + ")";
            if (rs.getLong("position") != expected[0]) {
                findings.add(what + ": expected seal " + expected[0] + ", so some are missing");
            } else if (!link(before[0], rs.getString("subject"), rs.getString("content"),
                    String.valueOf(rs.getString("identity"))).equals(rs.getString("link"))) {
                findings.add(what + ": it does not fit what it seals or the seal before it");
            }
            before[0] = rs.getString("link");
            expected[0] = rs.getLong("position") + 1;
        });
        return findings;
    }

    /**
     * What a run has issued and is not as it was sealed.
     *
     * @param manifest the hash of the list of files as it would be written now
     */
    public List<String> differences(InvoicingRun run, String manifest) {
        if (!jdbc
                .sql("SELECT sealed OR EXISTS (SELECT FROM seal WHERE run_id = r.id) FROM invoicing_run r WHERE id = ?")
                .param(run.id()).query(Boolean.class).single()) {
            return List.of();
        }
        List<String> findings = new ArrayList<>();
        for (var subject : List.of("invoice", "postings")) {
            findings.addAll(jdbc.sql("""
                    SELECT format('invoice %s: its %s' || CASE WHEN s.content IS NULL THEN ' have no seal'
                        ELSE ' are not what was sealed' END, n.number, :what::text)
                    FROM (SELECT i.id, %s AS content %s WHERE i.run_id = :run) now
                    JOIN issued_invoice n ON n.invoice_id = now.id
                    LEFT JOIN seal s ON s.invoice_id = n.invoice_id AND s.subject = :subject
                    WHERE s.content IS DISTINCT FROM now.content ORDER BY n.number
                    """.replace("%s AS content %s", (subject.equals("invoice") ? CONTENT : POSTINGS) + " AS content "
                    + INVOICES))
                    .param("run", run.id()).param("subject", subject)
                    .param("what", subject.equals("invoice") ? "content (head, lines, taxes, parties)" : subject)
                    .query(String.class).list());
        }
        var sealed = filesOf(run);
        if (!sealed.equals(Optional.of(manifest))) {
            findings.add(
                    sealed.isEmpty() ? "the list of files has no seal" : "the list of files is not what was sealed");
        }
        return findings;
    }
}
