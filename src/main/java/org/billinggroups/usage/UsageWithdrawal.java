package org.billinggroups.usage;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Takes imported records back that nobody was billed for: all of a file that was wrong, or those of a source that are
 * delivered again. What is billed, and what a run under way looks at, stays; the views {@code billed_usage} and
 * {@code usage_under_way} tell.
 */
@Service
public class UsageWithdrawal {
    /** The period to which a record belongs with all its parts: in which it started, or for which it is billed. */
    private static final String OWN_PERIOD = """
            CASE u.part WHEN 0 THEN u.period ELSE date_trunc('month', u.whole_started_at AT TIME ZONE 'UTC')::date END
            """;

    private final JdbcClient jdbc;
    private final UsageLocks locks;
    private final UsageChanges changes;
    private final UsageSeals seals;
    private final TransactionOperations transaction;
    private final Clock clock;

    UsageWithdrawal(JdbcClient jdbc, UsageLocks locks, UsageChanges changes, UsageSeals seals,
            TransactionOperations transaction, Clock clock) {
        this.seals = seals;
        this.changes = changes;
        this.jdbc = jdbc;
        this.locks = locks;
        this.transaction = transaction;
        this.clock = clock;
    }

    private record Content(long fileId, BillingPeriod period) {
        static Content of(ResultSet rs, int row) throws SQLException {
            return new Content(rs.getLong("file_id"),
                    BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)));
        }
    }

    /**
     * Voids an import, all of it.
     *
     * @return what those should know who imported the same rows again
     * @throws RefusedException if something of it is billed, or a run under way looks at it
     */
    public List<String> voidFile(UsageFile file, String actor) {
        return transaction.execute(status -> {
            locks.withdraw();
            var contents = jdbc
                    .sql("SELECT DISTINCT file_id, period FROM usage_file_content WHERE file_id = ? ORDER BY 2")
                    .param(file.id()).query(Content::of).list();
            // Imports wait, as they would take a record for a duplicate that is about to go.
            locks.takeAlone(contents.stream().map(Content::period).toList());
            requireNotUnderWay(contents);
            var billed = jdbc.sql("""
                    SELECT DISTINCT to_char(u.period, 'YYYY-MM') FROM usage_file_project u
                    JOIN billed_usage b ON b.file_id = u.file_id AND b.period = u.period AND b.project_id = u.project
                    WHERE u.file_id = ? ORDER BY 1
                    """).param(file.id()).query(String.class).list();
            if (!billed.isEmpty()) {
                throw new RefusedException("'" + file.name() + "' cannot be voided: usage of it is billed in "
                        + String.join(", ", billed)
                        + "; correct the invoices by 'billing invoice credit-note', or import what differs");
            }
            changes.start();
            withdrawAll(contents, contents.stream().map(Content::period).toList());
            markIfEmpty(List.of(file.id()), actor);
            seals.sealKept(List.of(file.id()));
            return jdbc.sql("""
                    SELECT '''' || f.name || ''' had ' || d.record_count || ' of the same rows, which were left out as '
                        || 'duplicates: void it and import it again as well'
                    FROM usage_file_duplicate d JOIN usage_file f ON f.id = d.file_id AND f.voided_at IS NULL
                    WHERE d.of_file_id = ? ORDER BY f.id
                    """).param(file.id()).query(String.class).list();
        });
    }

    /**
     * Takes back, in the caller's transaction, the unbilled records of a source that belong to some periods. The caller
     * has these alone, which is enough: who brings later parts of a record brings the first as well.
     *
     * @param kept the hashes of files that are delivered again unchanged
     * @param arrived the files that take their place
     * @throws RefusedException if a run under way looks at them
     */
    void withdraw(String source, Collection<BillingPeriod> periods, Collection<String> kept, Collection<Long> arrived,
            String actor) {
        // Parts of records that cross a boundary lie in later periods.
        var contents = jdbc.sql("""
                WITH held AS (
                    SELECT DISTINCT u.file_id, u.period FROM usage_file_content u JOIN usage_file f ON f.id = u.file_id
                    WHERE f.source = :source AND f.voided_at IS NULL
                        AND f.sha256 <> ALL (:kept) AND f.id NOT IN (:arrived))
                SELECT DISTINCT held.file_id, held.period FROM held
                JOIN held own ON own.file_id = held.file_id AND own.period <= held.period
                WHERE own.period IN (:periods)
                ORDER BY 1, 2
                """).param("source", source).param("periods", periods.stream().map(BillingPeriod::firstDay).toList())
                .param("kept", kept.toArray(String[]::new)).param("arrived", arrived.isEmpty() ? List.of(0L) : arrived)
                .query(Content::of).list();
        requireNotUnderWay(withdrawAll(contents, periods));
        markIfEmpty(contents.stream().map(Content::fileId).distinct().toList(), actor);
    }

    /** Withdraws contents, and gives those of which something is gone. */
    private List<Content> withdrawAll(List<Content> contents, Collection<BillingPeriod> ownPeriods) {
        jdbc.sql("CREATE TEMPORARY TABLE IF NOT EXISTS usage_gone_charge "
                + "(period date, charge text COLLATE \"C\") ON COMMIT DROP").update();
        jdbc.sql("TRUNCATE usage_gone_charge").update();
        var gone = contents.stream().filter(content -> withdraw(content, ownPeriods) > 0).toList();
        jdbc.sql("""
                INSERT INTO usage_charge_gap
                SELECT DISTINCT g.period, g.charge FROM usage_gone_charge g
                WHERE EXISTS (SELECT FROM usage_record k WHERE k.period = g.period AND %s)
                ON CONFLICT DO NOTHING
                """.formatted(Charges.OF_CHARGE.formatted("k", "g"))).update();
        return gone;
    }

    private void requireNotUnderWay(List<Content> contents) {
        for (var content : contents) {
            jdbc.sql("SELECT run_period FROM usage_under_way WHERE file_id = ? AND period = ? ORDER BY 1 LIMIT 1")
                    .params(content.fileId(), content.period().firstDay()).query(LocalDate.class).optional()
                    .map(BillingPeriod::startingOn).ifPresent(run -> {
                        throw new RefusedException("the usage is part of an unfinished run that looks at period "
                                + content.period() + ": finish it with 'billing run " + run
                                + "', or give its drafts up with 'billing run " + run + " --discard-drafts'");
                    });
        }
    }

    /** A record that was split stays whole: if a part of it may be billed, the others stay as well. */
    private long withdraw(Content content, Collection<BillingPeriod> ownPeriods) {
        long withdrawn = jdbc
                .sql("""
                WITH gone AS (DELETE FROM usage_record u WHERE u.period = :period AND u.file_id = :file AND %s IN (:own)
                    AND NOT EXISTS (
                        SELECT FROM billed_usage b WHERE b.file_id = u.file_id AND b.project_id = u.project
                            AND (b.period = u.period
                                OR b.period >= date_trunc('month', u.whole_started_at AT TIME ZONE 'UTC')
                                    AND b.period < u.whole_ended_at AT TIME ZONE 'UTC'))
                    RETURNING u.*),
                noted AS (%s),
                charges AS (INSERT INTO usage_gone_charge SELECT u.period, %s FROM gone u
                    WHERE u.usage_id LIKE '%s%%-1')
                SELECT count(*) FROM gone
                """.formatted(OWN_PERIOD, UsageChanges.noteGone(), Charges.CHARGE.formatted("u"),
                        ChargeIdentity.PREFIX))
                .param("period", content.period().firstDay())
                .param("file", content.fileId())
                .param("own", ownPeriods.stream().map(BillingPeriod::firstDay).toList()).query(Long.class).single();
        if (withdrawn == 0) {
            return 0;
        }
        jdbc.sql("UPDATE usage_file SET withdrawn_records = withdrawn_records + ? WHERE id = ?")
                .params(withdrawn, content.fileId()).update();
        changes.noteChanged(List.of(content.fileId()));
        for (var subject : List.of("project", "sku")) {
            jdbc.sql("DELETE FROM usage_file_" + subject + " WHERE period = :period AND file_id = :file")
                    .param("period", content.period().firstDay()).param("file", content.fileId()).update();
            jdbc.sql("INSERT INTO usage_file_" + subject + " (file_id, period, " + subject + ", record_count) SELECT "
                    + "file_id, period, " + subject + ", count(*) FROM usage_record WHERE period = :period "
                    + "AND file_id = :file AND " + UsageRemarks.IS_BILLED.replace("u.", "")
                    + " GROUP BY file_id, period, " + subject)
                    .param("period", content.period().firstDay()).param("file", content.fileId()).update();
        }
        jdbc.sql("DELETE FROM usage_file_remark WHERE period = :period AND file_id = :file")
                .param("period", content.period().firstDay()).param("file", content.fileId()).update();
        jdbc.sql(UsageRemarks.note("(SELECT * FROM usage_record WHERE period = :period AND file_id = :file)"))
                .param("period", content.period().firstDay()).param("file", content.fileId()).update();
        return withdrawn;
    }

    /** A file of which nothing is left is voided, so that it may be imported again. */
    private void markIfEmpty(List<Long> files, String actor) {
        for (long file : files) {
            jdbc.sql("""
                    UPDATE usage_file f SET voided_at = :now, voided_by = :actor
                    WHERE id = :file AND NOT EXISTS (SELECT FROM usage_file_content u WHERE u.file_id = f.id)
                    """).param("now", clock.instant().atOffset(ZoneOffset.UTC)).param("actor", actor)
                    .param("file", file).update();
        }
    }
}
