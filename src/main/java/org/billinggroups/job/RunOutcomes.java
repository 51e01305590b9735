package org.billinggroups.job;

import java.util.List;
import org.billinggroups.invoicing.ParkedGroups;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says how a run ended. */
@Component
class RunOutcomes {
    private final JdbcClient jdbc;
    private final InvoicingRuns runs;
    private final ParkedGroups parked;

    RunOutcomes(JdbcClient jdbc, InvoicingRuns runs, ParkedGroups parked) {
        this.runs = runs;
        this.jdbc = jdbc;
        this.parked = parked;
    }

    /** Whether the run stopped because it came as far as it was told to go. */
    boolean hasReached(InvoicingRun run, RunOptions.Until until) {
        var step = switch (until) {
            case DRAFT -> "checkDrafts";
            case ISSUE -> InvoicePeriodJob.ISSUE_STEP;
            case PUBLISH -> "";
        };
        return jdbc.sql("""
                SELECT EXISTS (
                    SELECT FROM batch_step_execution s
                    JOIN batch_job_execution_params p ON p.job_execution_id = s.job_execution_id
                        AND p.parameter_name = 'period' AND p.parameter_value = ?
                    JOIN batch_job_execution_params a ON a.job_execution_id = s.job_execution_id
                        AND a.parameter_name = 'attempt' AND a.parameter_value = ?
                    WHERE s.step_name = ? AND s.status = 'COMPLETED')
                """).params(run.period().toString(), Integer.toString(run.attempt()), step).query(Boolean.class)
                .single();
    }

    PeriodOutcome paused(InvoicingRun run, RunOptions.Until until) {
        var what = until == RunOptions.Until.DRAFT
                ? counted(run, "draft") + " made; nothing is issued"
                : counted(run, "invoice") + " issued; nothing is published";
        return new PeriodOutcome(run.period(), code(run),
                run.period() + ": " + what + "; go on with 'billing run " + run.period() + "'" + dateText(run)
                        + parkedText(run));
    }

    PeriodOutcome waiting(InvoicingRun run, int undecided) {
        return new PeriodOutcome(run.period(), ExitCode.WAITING, run.period() + ": " + undecided + " of "
                + counted(run, "draft") + " wait for approval: look at 'billing invoice review " + run.period()
                + "', then 'billing invoice approve " + run.period() + " --all', then 'billing run " + run.period()
                + "'"
                + parkedText(run));
    }

    PeriodOutcome awaitingUsage(BillingPeriod period, List<String> sources) {
        return new PeriodOutcome(period, ExitCode.WAITING, period + ": waits for usage of "
                + String.join(", ", sources) + "; once all of it is imported: 'billing import --source "
                + sources.getFirst() + " --complete " + period + "', then 'billing run " + period + "'");
    }

    PeriodOutcome finished(InvoicingRun run) {
        var what = run.number() == null
                ? "no invoice issued"
                : counted(run, "invoice") + " issued in " + run.publishedFolder();
        return new PeriodOutcome(run.period(), code(run), run.period() + ": " + what + dateText(run) + parkedText(run));
    }

    /** That the drafts waited until their series had a later date. */
    private String dateText(InvoicingRun run) {
        return runs.askedIssueDate(run.id()).map(asked -> "\n  issued on " + run.issueDate() + " instead of " + asked
                + ": its series had that date already; due dates move along").orElse("");
    }

    PeriodOutcome estimated(InvoicingRun run) {
        var unknown = jdbc.sql("SELECT project FROM excluded_usage WHERE run_id = ? ORDER BY project").param(run.id())
                .query(String.class).list();
        var left = unknown.isEmpty() ? "" : "\n  left out: usage of unknown projects " + String.join(", ", unknown);
        return new PeriodOutcome(run.period(), unknown.isEmpty() ? code(run) : ExitCode.ATTENTION, run.period() + ": "
                + counted(run, "estimate") + " in " + run.publishedFolder() + parkedText(run) + left);
    }

    private String counted(InvoicingRun run, String noun) {
        long number = jdbc.sql("SELECT count(*) FROM invoice WHERE run_id = ?").param(run.id()).query(Long.class)
                .single();
        return number + " " + noun + (number == 1 ? "" : "s");
    }

    private ExitCode code(InvoicingRun run) {
        return parked.ofRun(run.id()).isEmpty() ? ExitCode.DONE : ExitCode.ATTENTION;
    }

    private String parkedText(InvoicingRun run) {
        var text = new StringBuilder();
        parked.ofRun(run.id()).forEach(group -> text.append("\n  parked: ").append(group.groupName()).append(" (")
                .append(group.groupId()).append("): ").append(group.reason())
                .append(": ").append(group.detail()));
        return text.toString();
    }
}
