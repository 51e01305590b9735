package org.billinggroups.audit;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.document.Documents;
import org.billinggroups.document.RenderDocuments;
import org.billinggroups.run.InvoicingRun;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Checks a run from end to end: each usage record is on one line, lines add up to invoices, postings balance and equal
 * the invoices, numbers have no gap, and the files are those that were written.
 */
@Service
public class Verification {
    /**
     * Of an earlier period with late usage, the lines of all invoices up to this run are looked at together. They are
     * found by group and period: a company's history grows, what a run looks at does not. Files are ranges of their
     * ids, since a list of them would be gone through for each record, and some companies deliver one each hour.
     */
    private static final String USAGE = """
            WITH last AS (
                SELECT max(journal_entry) AS entry FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                WHERE i.run_id = :run
            ), used AS (
                SELECT g.group_id, p.period, g.records
                FROM (SELECT DISTINCT period FROM frozen_usage_file WHERE run_id = :run) p
                CROSS JOIN LATERAL (
                    SELECT m.group_id, count(*) AS records
                    FROM frozen_membership m
                    JOIN usage_record u ON u.project = m.project_id
                        AND u.started_at >= m.valid_from AND u.started_at < m.valid_to
                        AND u.category <> 'provider_tax'
                    WHERE m.run_id = :run AND m.period = p.period AND u.period = p.period AND u.file_id <@ (
                        SELECT range_agg(int8range(f.file_id, f.file_id, '[]')) FROM frozen_usage_file f
                        WHERE f.run_id = :run AND f.period = p.period)
                    GROUP BY m.group_id) g
            ), billed AS (
                SELECT group_id, period, sum(record_count) AS records
                FROM (
                    SELECT i.group_id, l.period, l.record_count
                    FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
                    WHERE i.run_id = :run
                    UNION ALL
                    SELECT u.group_id, l.period, l.record_count
                    FROM used u
                    JOIN issued_invoice n ON n.group_id = u.group_id AND n.period >= u.period
                    JOIN invoice i ON i.id = n.invoice_id AND i.run_id <> :run
                    JOIN invoice_line l ON l.invoice_id = n.invoice_id AND l.period = u.period
                    LEFT JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
                    WHERE n.journal_entry < (SELECT entry FROM last)
                        AND (s.journal_entry >= (SELECT entry FROM last)) IS NOT FALSE) lines
                GROUP BY group_id, period
            )
            SELECT format('billing group %s: %s usage records of %s, but %s on its invoices', group_id,
                coalesce(u.records, 0), to_char(period, 'YYYY-MM'), coalesce(b.records, 0))
            FROM billed b FULL JOIN used u USING (group_id, period)
            WHERE coalesce(b.records, 0) <> coalesce(u.records, 0)
                AND NOT EXISTS (
                    SELECT FROM parked_group p WHERE p.run_id = :run AND p.group_id = coalesce(b.group_id, u.group_id))
            ORDER BY 1
            """;
    private static final String LINES = """
            SELECT format('invoice %s: net total %s, but its %s lines add up to %s (%s lines expected)', n.number,
                i.net_total, count(l.*), coalesce(sum(l.amount), 0), i.line_count)
            FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id LEFT JOIN invoice_line l ON l.invoice_id = i.id
            WHERE i.run_id = :run GROUP BY i.id, n.number
            HAVING coalesce(sum(l.amount), 0) <> i.net_total OR count(l.*) <> i.line_count ORDER BY n.number
            """;
    private static final String TAXES = """
            SELECT format('invoice %s: tax of %s %s %% on %s is %s, but its lines come to %s', n.number, t.category,
                t.rate, t.basis, t.amount, coalesce(l.basis, 0))
            FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id
            JOIN invoice_tax t ON t.invoice_id = i.id
            LEFT JOIN LATERAL (
                SELECT sum(amount) AS basis FROM invoice_line x
                WHERE x.invoice_id = i.id AND x.tax_category = t.category AND x.tax_rate = t.rate) l ON true
            WHERE i.run_id = :run AND coalesce(l.basis, 0) <> t.basis
            UNION ALL
            SELECT format('invoice %s: tax total %s, but its taxes add up to %s', n.number, i.tax_total, sum(t.amount))
            FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id JOIN invoice_tax t ON t.invoice_id = i.id
            WHERE i.run_id = :run GROUP BY i.id, n.number HAVING sum(t.amount) <> i.tax_total
            ORDER BY 1
            """;
    private static final String POSTINGS = """
            SELECT format('invoice %s: due %s, net %s, tax %s, prepaid %s, but posted: receivable %s, revenue %s, '
                'tax %s, prepayments %s', n.number, i.amount_due, i.net_total, i.tax_total, i.prepaid, p.receivable,
                p.revenue, p.tax, p.prepayments)
            FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(d) FILTER (WHERE ledger_account = 'accounts_receivable'), 0) AS receivable,
                    coalesce(-sum(d) FILTER (WHERE ledger_account LIKE 'revenue:%'), 0) AS revenue,
                    coalesce(-sum(d) FILTER (WHERE ledger_account = 'vat_payable'), 0) AS tax,
                    coalesce(sum(d) FILTER (WHERE ledger_account = 'customer_prepayments'), 0) AS prepayments
                FROM (SELECT ledger_account, coalesce(debit, 0) - coalesce(credit, 0) AS d FROM posting x
                    WHERE x.invoice_id = i.id AND x.currency = i.currency) y) p
            WHERE i.run_id = :run AND (p.receivable, p.revenue, p.tax, p.prepayments)
                <> (i.amount_due, i.net_total, i.tax_total, i.prepaid)
            ORDER BY n.number
            """;
    private static final String CREDITS = """
            SELECT format('invoice %s: credits of %s and %s prepaid, but %s and %s were taken from credits', n.number,
                coalesce(l.amount, 0), i.prepaid, coalesce(u.promotional, 0), coalesce(u.prepaid, 0))
            FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id
            LEFT JOIN LATERAL (
                SELECT -sum(amount) AS amount FROM invoice_line x
                WHERE x.invoice_id = i.id AND x.line_type = 'credit_consumption') l ON true
            LEFT JOIN LATERAL (
                SELECT sum(x.amount) FILTER (WHERE c.kind = 'promotional') AS promotional,
                    sum(x.amount) FILTER (WHERE c.kind = 'prepaid') AS prepaid
                FROM credit_consumption x JOIN credit c ON c.id = x.credit_id WHERE x.invoice_id = i.id) u ON true
            WHERE i.run_id = :run AND (coalesce(l.amount, 0), i.prepaid)
                <> (coalesce(u.promotional, 0), coalesce(u.prepaid, 0))
            ORDER BY n.number
            """;
    /** All credit notes of an invoice add up to what they take back of it, and never to more than it charged. */
    private static final String CORRECTIONS = """
            SELECT format('credit note %s: all notes of %s take back %s of %s (%s)', n.number, o.number, w.credited,
                w.charged, w.what)
            FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id JOIN correction c ON c.invoice_id = i.id
            JOIN issued_invoice o ON o.invoice_id = c.corrected_id
            CROSS JOIN LATERAL wrongly_credited(c.corrected_id) w
            WHERE i.run_id = :run
            UNION ALL
            SELECT format('credit note %s: has %s lines, but takes back %s', n.number, l.lines, x.lines)
            FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id JOIN correction c ON c.invoice_id = i.id
            CROSS JOIN LATERAL (
                SELECT count(*) AS lines FROM invoice_line
                WHERE invoice_id = i.id AND NOT is_shared_line(line_type)) l
            CROSS JOIN LATERAL (
                SELECT count(*) AS lines FROM corrected_line
                WHERE invoice_id = i.id AND corrected_id = c.corrected_id) x
            WHERE i.run_id = :run AND l.lines <> x.lines
            ORDER BY 1
            """;
    private static final String NUMBERS = """
            SELECT format('series %s of %s: %s invoices, numbers %s to %s, noted %s', series, year, count(n.*),
                min(n.sequence), max(n.sequence), coalesce(max(s.first_number) || ' to ' || max(s.last_number), 'none'))
            FROM number_series s FULL JOIN issued_invoice n USING (seller_id, series, year)
            WHERE seller_id = (SELECT seller_id FROM invoicing_run WHERE id = :run)
            GROUP BY seller_id, series, year
            HAVING count(n.*) IS DISTINCT FROM max(s.last_number) - max(s.first_number) + 1
                OR coalesce(min(n.sequence), max(s.first_number)) IS DISTINCT FROM max(s.first_number)
                OR coalesce(max(n.sequence), max(s.last_number)) IS DISTINCT FROM max(s.last_number) ORDER BY 1
            """;

    /** What looks at each invoice by itself, so that it can be done bucket by bucket. */
    private static final List<String> OF_INVOICES = List.of(LINES, TAXES, POSTINGS, CREDITS, CORRECTIONS);
    private static final String OF_RUN = "WHERE i.run_id = :run";
    private static final String OF_BUCKET = """
            WHERE (i.run_id, i.group_id) IN (
                SELECT f.run_id, f.group_id FROM frozen_group f WHERE f.run_id = :run AND f.bucket = :bucket)
            """.stripTrailing();

    private final JdbcClient jdbc;
    private final Documents documents;
    private final BucketChecks buckets;
    private final FocusSums focus;
    private final RenderDocuments rendering;

    Verification(JdbcClient jdbc, Documents documents, BucketChecks buckets, FocusSums focus,
            RenderDocuments rendering) {
        this.rendering = rendering;
        this.focus = focus;
        this.jdbc = jdbc;
        this.documents = documents;
        this.buckets = buckets;
    }

    /**
     * Whether the figures of the invoices of a bucket are right, so that the whole run's need not be looked at. What
     * their FOCUS files come to was looked at when these were written, and that they are those files is by their hash.
     */
    public boolean isRight(InvoicingRun run, int bucket) {
        return OF_INVOICES.stream().allMatch(check -> jdbc.sql(check.replace(OF_RUN, OF_BUCKET))
                .param("run", run.id()).param("bucket", bucket).query(String.class).list().isEmpty());
    }

    /** Whether each usage record of a run is on one line. */
    public boolean isUsageRight(InvoicingRun run) {
        return jdbc.sql(USAGE).param("run", run.id()).query(String.class).list().isEmpty();
    }

    /**
     * All differences of a run; empty if everything holds. What cannot be read is one.
     *
     * @param folder where the run's files are
     * @param checked what is right
     */
    public List<String> differences(InvoicingRun run, Path folder, CheckedParts checked) throws IOException {
        var findings = findings(run, folder, checked);
        findings.differences().addAll(jdbc.sql(NUMBERS).param("run", run.id()).query(String.class).list());
        findings.unreadable().forEach(file -> findings.differences().add("file " + file + ": cannot be read"));
        return findings.differences();
    }

    /**
     * All differences of a run, and what this user may not read, apart; without its numbers, which are looked at when
     * all runs are.
     */
    Findings findings(InvoicingRun run, Path folder, CheckedParts checked) throws IOException {
        var findings = new Findings();
        var checks = new ArrayList<>(
                checked.wholes().contains(CheckedParts.Whole.USAGE) ? List.<String>of() : List.of(USAGE));
        checks.addAll(buckets.areAll(run, checked) ? List.of() : OF_INVOICES);
        for (var check : checks) {
            findings.differences().addAll(jdbc.sql(check).param("run", run.id()).query(String.class).list());
        }
        if (!buckets.areAll(run, checked)) {
            findings.differences().addAll(focus.differences(run, folder));
        }
        new RunFolder(documents, run, folder, checked.buckets()).compare(rendering.folders(run), findings);
        return findings;
    }
}
