package org.billinggroups.run;

import static java.util.stream.Collectors.joining;

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
    private static final int LISTED_PROJECTS = 20;

    private final JdbcClient jdbc;
    private final InvoicingRuns runs;
    private final Sellers sellers;
    private final UsageLocks usageLocks;
    private final MissingUsage missingUsage;
    private final LateUsage lateUsage;
    private final FreezeAmounts amounts;
    private final FreezeGroups groups;

    FreezeInputs(JdbcClient jdbc, InvoicingRuns runs, Sellers sellers, UsageLocks usageLocks, MissingUsage missingUsage,
            LateUsage lateUsage, FreezeAmounts amounts, FreezeGroups groups) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.sellers = sellers;
        this.usageLocks = usageLocks;
        this.missingUsage = missingUsage;
        this.lateUsage = lateUsage;
        this.amounts = amounts;
        this.groups = groups;
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
        groups.freeze(runId, request);
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
}
