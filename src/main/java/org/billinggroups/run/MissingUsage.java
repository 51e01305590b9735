package org.billinggroups.run;

import java.sql.Timestamp;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Usage that did not come: a late or forgotten import would make invoices of charges and commitments alone. Whether
 * there was usage before is asked of the records, not of invoices, which may be late as well.
 */
@Repository
public class MissingUsage {
    private static final int PERIODS_BEFORE = 3;
    private static final String LAST_BEFORE = """
            SELECT max(b.period) FROM usage_file_project b
            WHERE b.period >= :first AND b.period < :period AND b.record_count > 0
                AND NOT EXISTS (
                    SELECT FROM usage_file_project u WHERE u.period = :period AND u.record_count > 0
                        AND (:run::bigint IS NULL OR EXISTS (
                            SELECT FROM frozen_usage_file f
                            WHERE f.run_id = :run AND f.period = u.period AND f.file_id = u.file_id)))
                AND NOT EXISTS (
                    SELECT FROM invoicing_run r
                    WHERE r.period = :period AND r.kind = 'invoicing' AND r.finished_at IS NOT NULL
                        AND (r.without_usage OR :run::bigint IS NULL))
            """;
    /** Where usage decides by its time, drafting looks again whether the group has any. */
    private static final String GROUPS = """
            INSERT INTO frozen_missing_usage (run_id, group_id, last_period, record_count, allowed)
            SELECT g.run_id, g.group_id, max(b.last_period), sum(b.records),
                :all OR g.group_id = ANY (string_to_array(:allowed, ',')::uuid[])
            FROM frozen_group g
            JOIN (
                SELECT m.group_id, u.period AS last_period, u.records
                FROM (
                    SELECT project, period, sum(record_count) AS records FROM usage_file_project
                    WHERE period = :before AND record_count > 0 GROUP BY project, period) u
                JOIN project p ON p.id = u.project AND (p.deleted_at IS NULL OR p.deleted_at >= :start)
                JOIN membership m ON m.project_id = u.project AND %s
                WHERE NOT EXISTS (
                    SELECT FROM usage_file_project n
                    JOIN frozen_usage_file f ON f.run_id = :run AND f.period = n.period AND f.file_id = n.file_id
                    WHERE n.period = :period AND n.project = u.project AND n.record_count > 0)
                UNION ALL (
                SELECT DISTINCT ON (x.group_id) x.group_id, x.last_period, x.record_count
                FROM frozen_missing_usage x
                JOIN invoicing_run r ON r.id = x.run_id AND r.period = :before AND r.finished_at IS NOT NULL
                JOIN parked_group k ON k.run_id = x.run_id AND k.group_id = x.group_id
                WHERE NOT EXISTS (
                    SELECT FROM standing_invoice s WHERE s.group_id = x.group_id AND s.period = :before)
                ORDER BY x.group_id, x.run_id DESC)) b ON b.group_id = g.group_id
            WHERE g.run_id = :run AND (:byTime OR NOT EXISTS (
                SELECT FROM frozen_membership w
                WHERE w.run_id = :run AND w.period = :period AND w.group_id = g.group_id))
            GROUP BY g.run_id, g.group_id
            """;

    private final JdbcClient jdbc;

    MissingUsage(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * What may be invoiced although usage is missing.
     *
     * @param withoutUsage whether the operator said so of the whole period
     * @param groups the groups of which he said so
     * @param isAllowed whether groups may always be invoiced without the usage they had before
     */
    public record Consent(boolean withoutUsage, Set<UUID> groups, boolean isAllowed) {
        /** Nothing is missing from the current period. */
        public static final Consent OF_ESTIMATE = new Consent(true, Set.of(), true);
    }

    /**
     * Finds out whether a period that nobody has invoiced has any usage.
     *
     * @throws RefusedException if it has none, and one of the periods before had some
     */
    public void requireSome(BillingPeriod period) {
        requireSome(period, null);
    }

    private void requireSome(BillingPeriod period, @Nullable Long runId) {
        var first = period;
        for (int i = 0; i < PERIODS_BEFORE; i++) {
            first = first.previous();
        }
        jdbc.sql(LAST_BEFORE).param("period", period.firstDay()).param("first", first.firstDay()).param("run", runId)
                .query(LocalDate.class).optional().map(BillingPeriod::startingOn).ifPresent(last -> {
                    throw new RefusedException("period " + period + " has no usage, and " + last
                            + " had some: import it first, or invoice charges and commitments alone with 'billing run "
                            + period + " --without-usage'");
                });
    }

    /**
     * Freezes, in the caller's transaction, which groups of a run miss usage.
     *
     * @throws RefusedException if the whole period has none, which nobody allowed
     */
    void freeze(long runId, RunRequest request) {
        var consent = request.missingUsage();
        var period = request.period();
        if (!consent.withoutUsage()) {
            requireSome(period, runId);
        }
        int accepted = jdbc.sql("""
                UPDATE invoicing_run SET without_usage = true WHERE id = :run AND (:said OR EXISTS (
                    SELECT FROM invoicing_run r WHERE r.period = :period AND r.kind = 'invoicing' AND r.without_usage
                        AND r.finished_at IS NOT NULL))
                """).param("run", runId).param("said", consent.withoutUsage()).param("period", period.firstDay())
                .update();
        jdbc.sql(GROUPS.formatted(FreezeInputs.membershipCondition(request.membershipRule())))
                .param("run", runId).param("period", period.firstDay()).param("before", period.previous().firstDay())
                .param("start", Timestamp.from(period.start())).param("end", Timestamp.from(period.end()))
                .param("byTime", request.membershipRule() == MembershipRule.BY_USAGE_TIME)
                .param("all", accepted > 0 || consent.isAllowed())
                .param("allowed", consent.groups().stream().map(UUID::toString).collect(Collectors.joining(",")))
                .update();
    }

    /** The groups of a run that may not be invoiced without usage, and what to tell of each. */
    public Map<UUID, String> held(long runId) {
        Map<UUID, String> held = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT m.group_id, r.period, m.last_period, m.record_count
                FROM frozen_missing_usage m JOIN invoicing_run r ON r.id = m.run_id
                WHERE m.run_id = ? AND NOT m.allowed ORDER BY m.group_id
                """).param(runId).query(rs -> {
            var id = rs.getObject("group_id", UUID.class);
            var period = BillingPeriod.startingOn(rs.getObject("period", LocalDate.class));
            var last = BillingPeriod.startingOn(rs.getObject("last_period", LocalDate.class));
            long records = rs.getLong("record_count");
            held.put(id, "no usage in " + period + ", after " + records + (records == 1 ? " record" : " records")
                    + " in " + last + "; import it, or invoice the group without: 'billing run " + period
                    + " --allow-missing-usage " + id + "'");
        });
        return held;
    }
}
