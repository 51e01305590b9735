package org.billinggroups.run;

import static java.util.stream.Collectors.joining;

import java.sql.Timestamp;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.CellText;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.usage.UsageLocks;
import org.billinggroups.usage.UsageRemarks;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Opens a run: copies or lists everything that it will look at, so that whatever is imported or changed later cannot
 * change its outcome, however often it is restarted.
 */
@Service
public class FreezeInputs {
    /**
     * Who is in a group at the start or the end of the period has it also before and after: a provider may bill a
     * charge in the period next to the one in which it began.
     */
    private static final String BY_USAGE_TIME = """
            CASE WHEN m.valid_from <= :start THEN '-infinity' ELSE m.valid_from END,
            CASE WHEN m.valid_to >= :end THEN 'infinity' ELSE m.valid_to END
            """;
    private static final int LISTED_PROJECTS = 20;

    private final JdbcClient jdbc;
    private final InvoicingRuns runs;
    private final Sellers sellers;
    private final UsageLocks usageLocks;
    private final MissingUsage missingUsage;
    private final LateUsage lateUsage;
    private final FreezeAmounts amounts;
    private final TaxIdentity taxIdentity;

    FreezeInputs(JdbcClient jdbc, InvoicingRuns runs, Sellers sellers, UsageLocks usageLocks, MissingUsage missingUsage,
            LateUsage lateUsage, FreezeAmounts amounts, TaxIdentity taxIdentity) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.sellers = sellers;
        this.usageLocks = usageLocks;
        this.missingUsage = missingUsage;
        this.lateUsage = lateUsage;
        this.amounts = amounts;
        this.taxIdentity = taxIdentity;
    }

    /**
     * Freezes the inputs in the caller's transaction.
     *
     * @throws RefusedException if there is usage of unknown projects, which is not to be left out, or none
     */
    public void freeze(RunRequest request) {
        usageLocks.keepWithdrawalsOut();
        sellers.holdStill();
        long runId = runs.open(request);
        freezeUsageFiles(runId, request.period());
        handleUnknownProjects(runId, request);
        excludeProvidersTax(runId, request.period());
        freezeGroups(runId, request);
        if (request.kind() == InvoicingRun.Kind.INVOICING) {
            taxIdentity.requireForGroups(runId, request.period());
        }
        freezeMemberships(runId, request);
        if (request.kind() == InvoicingRun.Kind.INVOICING) {
            missingUsage.freeze(runId, request);
        }
        amounts.freezePrices(runId, request.period());
        lateUsage.freeze(runId, request.period());
        amounts.freezeRates(runId, request.period());
        jdbc.sql("SELECT analyze_usage_partition(?), analyze_frozen_inputs()").param(request.period().firstDay())
                .query((rs, row) -> 0).single();
    }

    private void freezeUsageFiles(long runId, BillingPeriod period) {
        jdbc.sql("""
                INSERT INTO frozen_usage_file (run_id, period, file_id, digest)
                SELECT :run, period, file_id, digest
                FROM (SELECT DISTINCT period, file_id FROM usage_file_project WHERE period = :period) u
                LEFT JOIN usage_file_digest USING (period, file_id)
                """).param("run", runId).param("period", period.firstDay()).update();
    }

    private void handleUnknownProjects(long runId, RunRequest request) {
        jdbc.sql("""
                INSERT INTO excluded_usage (run_id, project, reason, record_count)
                SELECT :run, u.project, 'unknown project', sum(u.record_count)
                FROM usage_file_project u JOIN frozen_usage_file f ON f.run_id = :run AND f.file_id = u.file_id
                WHERE u.period = :period AND NOT EXISTS (SELECT FROM project p WHERE p.id = u.project)
                GROUP BY u.project
                """).param("run", runId).param("period", request.period().firstDay()).update();
        if (request.excludeUnknownProjects()) {
            return;
        }
        var unknown = jdbc.sql("SELECT project FROM excluded_usage WHERE run_id = ? AND reason = 'unknown project' "
                + "ORDER BY project").param(runId).query(String.class).list();
        if (!unknown.isEmpty()) {
            var listed = unknown.stream().limit(LISTED_PROJECTS).map(CellText::visible).collect(joining(", "));
            throw new RefusedException("period " + request.period() + " has usage of " + unknown.size()
                    + " unknown project(s): " + listed + (unknown.size() > LISTED_PROJECTS ? ", ..." : "")
                    + "; create them ('billing project create --from-usage FILE'), or leave them out: 'billing run "
                    + request.period() + " --exclude-unknown-projects'");
        }
    }

    private void excludeProvidersTax(long runId, BillingPeriod period) {
        jdbc.sql("""
                INSERT INTO excluded_usage (run_id, project, reason, record_count)
                SELECT :run, project, remark, sum(record_count) FROM usage_file_remark
                WHERE period = :period AND remark = :reason GROUP BY project, remark
                """).param("run", runId).param("period", period.firstDay())
                .param("reason", UsageRemarks.PROVIDERS_TAX).update();
    }

    /** Which memberships {@code m} count in the period from {@code :start} to {@code :end}. */
    public static String membershipCondition(MembershipRule rule) {
        return membershipCondition(rule == MembershipRule.BY_USAGE_TIME ? "true" : "false", ":start", ":end");
    }

    /** The same where the rule is known to the database only, and the period is that of a row. */
    static String membershipCondition(String byUsageTime, String period) {
        return membershipCondition(byUsageTime, period + "::timestamp AT TIME ZONE 'UTC'",
                "(" + period + " + interval '1 month') AT TIME ZONE 'UTC'");
    }

    private static String membershipCondition(String byUsageTime, String start, String end) {
        return " m.valid_from < " + end + " AND CASE WHEN " + byUsageTime + " THEN m.valid_to > " + start
                + " ELSE m.valid_to >= " + end + " END ";
    }

    private void freezeGroups(long runId, RunRequest request) {
        jdbc.sql(
                """
                        INSERT INTO frozen_group (run_id, group_id, bucket, account_id, name, currency, fields)
                        SELECT :run, g.id, row_number() OVER (ORDER BY g.id) %% :buckets, g.account_id, g.name,
                            g.currency, to_jsonb(g)
                        FROM billing_group g
                        WHERE NOT EXISTS (SELECT FROM standing_invoice i WHERE i.group_id = g.id AND i.period = :period)
                            AND ((g.deleted_at IS NULL OR g.deleted_at >= :end) AND (g.commitment IS NOT NULL
                                OR g.extra_charges <> '[]')
                                OR g.id IN (
                                    SELECT m.group_id
                                    FROM usage_file_project u
                                    JOIN frozen_usage_file f ON f.run_id = :run AND f.file_id = u.file_id
                                    JOIN membership m ON m.project_id = u.project
                                    WHERE u.period = :period AND %s)
                                OR g.id IN (%s))
                        """
                        .formatted(membershipCondition(request.membershipRule()), LateUsage.GROUPS))
                .param("run", runId).param("buckets", request.buckets())
                .param("period", request.period().firstDay())
                .param("start", Timestamp.from(request.period().start()))
                .param("end", Timestamp.from(request.period().end()))
                .update();
    }

    private void freezeMemberships(long runId, RunRequest request) {
        boolean whole = request.membershipRule() == MembershipRule.PERIOD_END;
        jdbc.sql(
                """
                        INSERT INTO frozen_membership (run_id, period, project_id, group_id, valid_from, valid_to, tags,
                            project_name)
                        SELECT DISTINCT :run::bigint, u.period, m.project_id, m.group_id, %s, (
                            SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(p.tags)
                            WHERE key LIKE 'billing:%%'), p.name
                        FROM usage_file_project u
                        JOIN frozen_usage_file f ON f.run_id = :run AND f.file_id = u.file_id
                        JOIN membership m ON m.project_id = u.project
                        JOIN project p ON p.id = m.project_id
                        JOIN frozen_group g ON g.run_id = :run AND g.group_id = m.group_id
                        WHERE u.period = :period AND %s
                        """
                        .formatted(
                                whole
                                        ? "'-infinity'::timestamptz, 'infinity'::timestamptz"
                                        : BY_USAGE_TIME,
                                membershipCondition(request.membershipRule())))
                .param("run", runId).param("period", request.period().firstDay())
                .param("start", Timestamp.from(request.period().start()))
                .param("end", Timestamp.from(request.period().end()))
                .update();
    }
}
