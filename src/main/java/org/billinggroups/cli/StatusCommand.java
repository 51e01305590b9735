package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.invoicing.LateUsage;
import org.billinggroups.invoicing.ParkedGroup;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.StatusReport;
import org.billinggroups.job.StatusReport.PeriodStatus;
import org.billinggroups.job.StatusReport.RunStatus;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code billing status}: where each period stands. */
@ContextCommand
@Command(name = "status",
        description = "Shows periods, runs, steps with counts and times, and parked groups with reasons.")
final class StatusCommand implements Callable<Integer> {
    private final StatusReport report;
    private final Output output;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period, with its steps; without it all periods.")
    private @Nullable BillingPeriod period;

    StatusCommand(StatusReport report, Output output) {
        this.report = report;
        this.output = output;
    }

    @Override
    public Integer call() {
        var periods = report.of(Optional.ofNullable(period));
        if (output.isJson()) {
            output.json(periods.stream().map(StatusCommand::json).toList());
        } else {
            output.table(List.of("PERIOD", "USAGE RECORDS", "INVOICES", "EXCLUDED", "PARKED GROUPS", "RUNS", "STATE"),
                    periods.stream().map(StatusCommand::row).toList());
            periods.forEach(this::showParked);
            if (period != null) {
                periods.forEach(this::showRuns);
            }
        }
        return ExitCode.DONE.code();
    }

    private static List<String> row(PeriodStatus status) {
        return List.of(status.period().toString(), Long.toString(status.usageRecords()),
                Long.toString(status.invoices()),
                Long.toString(status.excludedRecords()), Long.toString(parkedGroups(status)),
                Integer.toString(status.runs().size()), state(status));
    }

    private static long parkedGroups(PeriodStatus status) {
        return status.parked().stream().map(ParkedGroup::groupId).distinct().count();
    }

    private static String state(PeriodStatus status) {
        return status.runs().isEmpty() ? "not invoiced" : status.runs().getLast().state();
    }

    private void showParked(PeriodStatus status) {
        for (var group : status.parked()) {
            output.line("parked in " + status.period() + ": " + group.groupName() + " (" + group.groupId() + "): "
                    + group.reason() + ": " + group.detail());
        }
        for (var group : status.reopened()) {
            output.line("reopened in " + status.period() + ": " + group.groupName() + " (" + group.groupId() + "): "
                    + group.creditedInvoice() + " is credited, and another invoice waits for the next run");
        }
        for (var number : status.unpublishedCreditNotes()) {
            output.line("credit note " + number + " has no files yet: the next 'billing run' writes them");
        }
        if (!status.awaitedSources().isEmpty()) {
            output.line(status.period() + " waits for usage of " + String.join(", ", status.awaitedSources())
                    + "; once all of it is imported: 'billing import --source " + status.awaitedSources().getFirst()
                    + " --complete " + status.period() + "'");
        }
        for (var late : status.late()) {
            output.line("late usage of " + late.period() + ": " + late.groupName() + ", "
                    + Output.count(late.records(), "record") + " (waits for the group's next invoice)");
        }
    }

    private void showRuns(PeriodStatus status) {
        for (var run : status.runs()) {
            output.line("");
            output.line("attempt " + run.attempt() + (run.number() == null ? "" : ", run " + run.number()) + ": "
                    + run.state() + ", issue date " + run.issueDate());
            output.table(List.of("STEP", "STATUS", "DONE", "MS"), run.steps().stream()
                    .map(step -> List.of(step.step(), step.status(), Long.toString(step.done()),
                            Long.toString(step.millis())))
                    .toList());
        }
    }

    private static Map<String, Object> json(PeriodStatus status) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("period", status.period().toString());
        json.put("usage_records", status.usageRecords());
        json.put("invoices", status.invoices());
        json.put("excluded_usage_records", status.excludedRecords());
        json.put("parked_groups", status.parked().stream().map(StatusCommand::json).toList());
        json.put("reopened_groups", status.reopened().stream().map(group -> Map.of("id",
                group.groupId().toString(), "name", group.groupName(), "credited_invoice", group.creditedInvoice()))
                .toList());
        json.put("unpublished_credit_notes", status.unpublishedCreditNotes());
        json.put("awaited_sources", status.awaitedSources());
        json.put("late_usage", status.late().stream().map(StatusCommand::json).toList());
        json.put("runs", status.runs().stream().map(StatusCommand::json).toList());
        return json;
    }

    private static Map<String, Object> json(ParkedGroup group) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", group.groupId().toString());
        json.put("name", group.groupName());
        json.put("reason", group.reason());
        json.put("detail", group.detail());
        return json;
    }

    private static Map<String, Object> json(LateUsage.Waiting late) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", late.groupId().toString());
        json.put("name", late.groupName());
        json.put("usage_records", late.records());
        return json;
    }

    private static Map<String, Object> json(RunStatus run) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("attempt", run.attempt());
        json.put("run", run.number());
        json.put("state", run.state());
        json.put("issue_date", run.issueDate().toString());
        json.put("steps", run.steps());
        return json;
    }
}
