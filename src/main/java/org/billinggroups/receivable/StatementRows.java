package org.billinggroups.receivable;

import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;
import org.billinggroups.collection.CollectedDebits;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.invoice.EntryPayments;
import org.billinggroups.seal.SealedEvents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Repository;

/** The rows of files and their entries. It owns the tables {@code statement_file} and {@code statement_entry}. */
@Repository
class StatementRows {
    private final JdbcClient jdbc;
    private final DataSource dataSource;
    private final CandidateSearch search;
    private final EntryPayments payments;
    private final OnAccount onAccount;
    private final CollectedDebits debits;
    private final SealedEvents seals;
    private final Clock clock;

    StatementRows(JdbcClient jdbc, DataSource dataSource, CandidateSearch search, EntryPayments payments,
            OnAccount onAccount, CollectedDebits debits, SealedEvents seals, Clock clock) {
        this.jdbc = jdbc;
        this.dataSource = dataSource;
        this.search = search;
        this.payments = payments;
        this.onAccount = onAccount;
        this.debits = debits;
        this.seals = seals;
        this.clock = clock;
    }

    /** Who imports, matches or takes back waits for one another, until the transaction ends. */
    void takeTurns() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('billing-groups statements'))").query((rs, n) -> 0).single();
    }

    Optional<ImportedStatement> find(String sha256) {
        return jdbc.sql("""
                SELECT f.id, f.sha256, f.format, f.known_entries, f.not_booked, count(e.id) AS entries,
                    count(*) FILTER (WHERE e.kind <> 'charges' AND b.matched = e.amount) AS matched,
                    count(*) FILTER (WHERE e.kind <> 'charges' AND b.matched <> e.amount) AS unmatched,
                    count(*) FILTER (WHERE e.kind = 'charges') AS charges
                FROM statement_file f LEFT JOIN statement_entry e ON e.file_id = f.id
                LEFT JOIN statement_entry_balance b ON b.entry_id = e.id
                WHERE f.sha256 = ? GROUP BY f.id
                """).param(sha256).query((rs, row) -> new ImportedStatement(rs.getLong("id"), rs.getString("sha256"),
                rs.getString("format"), false, rs.getInt("entries"), rs.getInt("known_entries"),
                rs.getInt("not_booked"), rs.getInt("matched"), rs.getInt("unmatched"), rs.getInt("charges")))
                .optional();
    }

    long addFile(String sha256, String name, String format, int known, int notBooked, String actor) {
        return jdbc.sql("""
                INSERT INTO statement_file (sha256, name, format, known_entries, not_booked, imported_at, imported_by)
                VALUES (?, ?, ?, ?, ?, ?, ?) RETURNING id
                """).params(sha256, name, format, known, notBooked, clock.instant().atOffset(ZoneOffset.UTC), actor)
                .query(Long.class).single();
    }

    /** Adds the new entries of the stage, with what they pay, and seals all of it with the file. */
    void addEntries(long file, boolean putOnAccount, String actor) throws SQLException {
        var matching = new Matching(putOnAccount);
        Map<Integer, Decision> decisions = new LinkedHashMap<>();
        search.forEach(candidate -> decisions.put(candidate.position(), matching.decide(candidate)));
        copyReasons(decisions);
        jdbc.sql("""
                INSERT INTO statement_entry (file_id, position, account, currency, booked_on, amount, kind,
                    bank_references, own_references, occurrence, end_to_end_id, collection_id, reference, remitter,
                    remittance, return_reason, reason)
                SELECT ?, n.position, n.account, n.currency, n.booked_on, n.amount, n.kind, n.bank_references,
                    n.own_references, n.occurrence, n.end_to_end_id, n.collection_id, n.reference, n.remitter,
                    n.remittance, n.return_reason, r.reason
                FROM statement_new n LEFT JOIN statement_reason r ON r.position = n.position
                ORDER BY n.position
                """).param(file).update();
        var ids = ids(file);
        List<EntryPayments.Matched> paid = new ArrayList<>();
        Map<Long, Decision.OnAccount> rests = new LinkedHashMap<>();
        decisions.forEach((position, decision) -> {
            long entry = Objects.requireNonNull(ids.get(position));
            decision.parts().forEach(
                    part -> paid.add(new EntryPayments.Matched(entry, part.invoiceId(), part.amount())));
            if (decision.onAccount() != null) {
                rests.put(entry, decision.onAccount());
            }
        });
        payments.addAll(file, paid, actor);
        var returned = markReturns("e.file_id", file, actor);
        rests.forEach((entry, rest) -> onAccount.add(entry, file, rest, actor));
        seals.seal(StatementFormat.STATEMENT, file);
        debits.seal(returned);
    }

    /**
     * What the bank took back may be collected again. That it takes back what it booked by mistake says nothing about
     * debits, unless it names one.
     *
     * @return what {@link CollectedDebits#seal} is to seal
     */
    List<String> markReturns(String which, long id, String actor) {
        var returns = jdbc
                .sql("""
                SELECT p.invoice_id, e.end_to_end_id, e.return_reason = 'reversal' AS is_reversal, e.booked_on,
                    coalesce(nullif(e.return_reason, ''), 'returned') AS reason
                FROM payment p JOIN statement_entry e ON e.id = p.entry_id
                WHERE e.kind = 'return' AND p.amount < 0
                    AND NOT EXISTS (SELECT FROM payment r WHERE r.reverses = p.id) AND\s""" + which
                        + " = ? ORDER BY p.id")
                .param(id)
                .query((rs, row) -> new CollectedDebits.Return(rs.getLong("invoice_id"),
                        rs.getString("end_to_end_id"), rs.getBoolean("is_reversal"),
                        rs.getObject("booked_on", LocalDate.class), rs.getString("reason")))
                .list();
        return debits.mark(returns, actor);
    }

    void sealReturns(List<String> returned) {
        debits.seal(returned);
    }

    private void copyReasons(Map<Integer, Decision> decisions) throws SQLException {
        jdbc.sql("CREATE TEMPORARY TABLE statement_reason (position integer, reason text) ON COMMIT DROP").update();
        var connection = DataSourceUtils.getConnection(dataSource);
        try (var copy = new CopyWriter(connection, "statement_reason")) {
            for (var decision : decisions.entrySet()) {
                if (decision.getValue().reason() != null) {
                    copy.integer(decision.getKey()).text(decision.getValue().reason()).endRow();
                }
            }
            copy.finish();
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    private Map<Integer, Long> ids(long file) {
        Map<Integer, Long> ids = new HashMap<>();
        jdbc.sql("SELECT position, id FROM statement_entry WHERE file_id = ?").param(file).query(rs -> {
            ids.put(rs.getInt(1), rs.getLong(2));
        });
        return ids;
    }
}
