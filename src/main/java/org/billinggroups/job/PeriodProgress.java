package org.billinggroups.job;

import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.billinggroups.account.Sellers;
import org.billinggroups.invoice.Approvals;
import org.billinggroups.job.StatusReport.RunStatus;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.UsageBalance;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** What a period is at, and which command takes it further. */
@Component
record PeriodProgress(JdbcClient jdbc, Sellers sellers, SellerLock lock, InvoicingRuns runs, Approvals approvals,
        Clock clock) {
    /**
     * What a period is at.
     *
     * @param state in a word or two
     * @param runningIn the process that invoices it now, and since when; null if none does
     * @param next the command that takes it further; null if there is nothing to do
     */
    record At(String state, @Nullable String runningIn, @Nullable String next) {}

    At of(BillingPeriod period, UsageBalance.Balance usage, List<String> awaitedSources, List<RunStatus> all) {
        var run = "billing run " + period;
        var open = sellers.find().flatMap(seller -> runs.findOpen(seller.id(), period));
        if (open.isPresent()) {
            return ofOpen(open.get(), run);
        }
        if (!awaitedSources.isEmpty()) {
            return new At("waiting for usage", null, "billing import --source " + awaitedSources.getFirst()
                    + " --complete " + period);
        }
        if (all.isEmpty()) {
            return new At("not invoiced", null,
                    period.hasEndedAt(clock.instant()) ? run : "billing estimate " + period);
        }
        if (!all.getLast().state().equals("finished")) {
            return new At(all.getLast().state(), null, run);
        }
        return usage.waiting().isEmpty()
                ? new At("finished", null, null)
                : new At("usage waits", null, usage.waiting().stream()
                        .anyMatch(waiting -> waiting.reason() == UsageBalance.Reason.NOT_INVOICED) ? run : null);
    }

    private At ofOpen(InvoicingRun run, String command) {
        var last = lastExecution(run);
        var holder = last.filter("STARTED"::equals).flatMap(status -> lock.holder(run.sellerId()));
        if (holder.isPresent()) {
            return new At("running", holder.get().process() + " since " + holder.get().since(), null);
        }
        if (!approvals.undecided(run.id()).isEmpty()) {
            return new At("waiting for approval", null, "billing invoice review " + run.period());
        }
        return new At(last.filter("STOPPED"::equals).isPresent() ? "unfinished" : "interrupted", null, command);
    }

    /** The status of the job that is at the run, or was last. */
    private Optional<String> lastExecution(InvoicingRun run) {
        return jdbc.sql("""
                SELECT e.status FROM batch_job_execution e
                JOIN batch_job_execution_params p ON p.job_execution_id = e.job_execution_id
                    AND p.parameter_name = 'period' AND p.parameter_value = ?
                JOIN batch_job_execution_params a ON a.job_execution_id = e.job_execution_id
                    AND a.parameter_name = 'attempt' AND a.parameter_value = ?
                ORDER BY e.job_execution_id DESC LIMIT 1
                """).params(run.period().toString(), Integer.toString(run.attempt())).query(String.class).optional();
    }
}
