package org.billinggroups.job;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.billinggroups.invoice.ParkedSummary;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Says how a run ended. */
@Component
record RunOutcomes(JdbcClient jdbc, InvoicingRuns runs, FiguresOfRuns figures) {
    private static final int LISTED = 20;

    /** Whether the run stopped because it came as far as it was asked to go. */
    boolean hasReached(InvoicingRun run, RunOptions.Until until) {
        var step = switch (until) {
            case DRAFT -> InvoicePeriodJob.CHECK_STEP;
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
        var all = figures.of(run, false);
        var what = until == RunOptions.Until.DRAFT
                ? counted(all, "draft") + " made; nothing is issued"
                : counted(all, "invoice") + " issued; nothing is published";
        return outcome(run, all, run.period() + ": " + what + "; continue with 'billing run " + run.period() + "'"
                + dateText(run) + ratesText(run) + parkedText(run, all));
    }

    PeriodOutcome waiting(InvoicingRun run, int undecided) {
        var all = figures.of(run, false);
        return new PeriodOutcome(run.period(), ExitCode.WAITING, run.period() + ": " + undecided + " of "
                + counted(all, "draft") + " wait for approval: look at 'billing invoice review " + run.period()
                + "', then 'billing invoice approve " + run.period() + " --all', then 'billing run " + run.period()
                + "'" + ratesText(run) + parkedText(run, all)
                + (all.parked().isEmpty() ? "" : "\n  exit code 6 for what waits; for what is parked it would be 3"),
                Optional.of(all));
    }

    PeriodOutcome awaitingUsage(BillingPeriod period, List<String> sources) {
        return new PeriodOutcome(period, ExitCode.WAITING, period + ": waits for usage of "
                + String.join(", ", sources) + "; once all of it is imported: 'billing import --source "
                + sources.getFirst() + " --complete " + period + "', then 'billing run " + period + "'");
    }

    /** What a dry run tells of a new run. */
    PeriodOutcome wouldDraft(BillingPeriod period, RunFigures all) {
        return new PeriodOutcome(period, code(all), period + ": dry run: " + counted(all, "draft") + all.totals()
                .stream().map(total -> "; " + total.currency() + " " + total.netTotal() + ", with tax " + total.total())
                .collect(Collectors.joining()) + "; nothing was kept: 'billing run " + period + " --until draft' makes "
                + "them" + parkedText("billing run " + period + " --dry-run --json", all), Optional.of(all));
    }

    /** What a dry run tells of an unfinished run. */
    PeriodOutcome wouldContinue(InvoicingRun run) {
        var all = figures.of(run, false);
        return outcome(run, all, run.period() + ": dry run: the unfinished run with "
                + counted(all, run.number() == null ? "draft" : "invoice") + " would go on: 'billing run "
                + run.period() + "'" + parkedText(run, all));
    }

    PeriodOutcome finished(InvoicingRun run) {
        var all = figures.of(run, true);
        var what = run.number() == null
                ? "no invoice issued"
                : counted(all, "invoice") + " issued in " + run.publishedFolder();
        return outcome(run, all,
                run.period() + ": " + what + dateText(run) + ratesText(run) + parkedText(run, all));
    }

    private static PeriodOutcome outcome(InvoicingRun run, RunFigures all, String message) {
        return new PeriodOutcome(run.period(), code(all), message, Optional.of(all));
    }

    /** That the drafts waited until their series had a later date. */
    private String dateText(InvoicingRun run) {
        return runs.askedIssueDate(run.id()).map(asked -> "\n  issued on " + run.issueDate() + " instead of " + asked
                + ": its series had that date already; due dates move along").orElse("");
    }

    /** That the exchange rates which the run used, or lacked, end before its period does. */
    private String ratesText(InvoicingRun run) {
        return jdbc.sql("""
                SELECT max(day) FROM (
                    SELECT day FROM frozen_exchange_rate WHERE run_id = :run AND period = :period
                    UNION ALL SELECT day FROM exchange_rate WHERE day <= :last AND NOT EXISTS (
                        SELECT FROM frozen_exchange_rate WHERE run_id = :run AND period = :period)) d
                """).param("run", run.id()).param("period", run.period().firstDay())
                .param("last", run.period().lastDay()).query(LocalDate.class).optional()
                .filter(last -> last.plusDays(1).datesUntil(run.period().lastDay().plusDays(1))
                        .anyMatch(day -> day.getDayOfWeek().compareTo(DayOfWeek.FRIDAY) <= 0))
                .filter(last -> needsRates(run))
                .map(last -> "\n  exchange rates end on " + last + ", before " + run.period()
                        + " does: import later ones with 'billing rate import FILE', then 'billing run " + run.period()
                        + (run.number() == null && runs.findOpen(run.sellerId(), run.period()).isPresent()
                                ? " --discard-drafts'"
                                : "'; what is issued stays"))
                .orElse("");
    }

    private boolean needsRates(InvoicingRun run) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM parked_group WHERE run_id = :run AND reason = 'no_exchange_rate')
                    OR EXISTS (SELECT FROM invoice WHERE run_id = :run AND seller_exchange_rate IS NOT NULL)
                    OR EXISTS (SELECT FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
                        WHERE i.run_id = :run AND l.exchange_rate IS NOT NULL)
                """).param("run", run.id()).query(Boolean.class).single();
    }

    PeriodOutcome estimated(InvoicingRun run) {
        var unknown = jdbc.sql("SELECT project FROM excluded_usage WHERE run_id = ? AND reason = 'unknown project' "
                + "ORDER BY project").param(run.id()).query(String.class).list();
        var left = unknown.isEmpty()
                ? ""
                : "\n  left out: usage of unknown projects " + String.join(", ", unknown.subList(0,
                        Math.min(LISTED, unknown.size())))
                        + (unknown.size() > LISTED ? " and " + (unknown.size() - LISTED) + " more" : "");
        var all = figures.of(run, true);
        return new PeriodOutcome(run.period(), unknown.isEmpty() ? code(all) : ExitCode.ATTENTION, run.period() + ": "
                + counted(all, "estimate") + " in " + run.publishedFolder() + parkedText(run, all) + left,
                Optional.of(all));
    }

    private static String counted(RunFigures all, String noun) {
        return all.invoices() + " " + noun + (all.invoices() == 1 ? "" : "s");
    }

    private static ExitCode code(RunFigures all) {
        return all.parked().isEmpty() ? ExitCode.DONE : ExitCode.ATTENTION;
    }

    private static String parkedText(InvoicingRun run, RunFigures all) {
        var listing = run.kind() == InvoicingRun.Kind.ESTIMATE
                ? "billing estimate " + run.period() + " --json"
                : "billing status " + run.period() + " --parked";
        return parkedText(listing, all);
    }

    private static String parkedText(String listing, RunFigures all) {
        return ParkedSummary.lines(all.parked(), listing).stream().map(line -> "\n  parked: " + line)
                .collect(Collectors.joining());
    }
}
