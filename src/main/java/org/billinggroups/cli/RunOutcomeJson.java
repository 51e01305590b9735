package org.billinggroups.cli;

import java.nio.file.Path;
import java.util.List;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.PeriodOutcome;
import org.billinggroups.job.RunFigures;
import org.billinggroups.job.StatusReport.StepStatus;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * How invoicing or estimating a period went, as JSON.
 *
 * @param exitCodes its exit code, and a milder one that it hides
 * @param run the number of the run; null as long as it has issued nothing
 */
record RunOutcomeJson(BillingPeriod period, int exitCode, List<Integer> exitCodes, String message,
        @Nullable Integer attempt, @Nullable Integer run, long invoices, List<RunFigures.Total> totals,
        List<AgedJson> receivables,
        List<ParkedJson> parkedGroups, @Nullable Path folder, List<StepStatus> steps, boolean dryRun) {
    static RunOutcomeJson of(PeriodOutcome outcome, boolean dryRun) {
        var run = outcome.run();
        return new RunOutcomeJson(outcome.period(), outcome.code().code(),
                outcome.codes().stream().map(ExitCode::code).toList(), outcome.message(),
                run.map(RunFigures::attempt).orElse(null), run.map(RunFigures::number).orElse(null),
                run.map(RunFigures::invoices).orElse(0L), run.map(RunFigures::totals).orElse(List.of()),
                run.map(RunFigures::receivables).orElse(List.of()).stream().map(AgedJson::of).toList(),
                run.map(RunFigures::parked).orElse(List.of()).stream().map(ParkedJson::of).toList(),
                run.map(RunFigures::folder).orElse(null), run.map(RunFigures::steps).orElse(List.of()),
                dryRun);
    }
}
