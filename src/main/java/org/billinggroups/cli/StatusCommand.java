package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.StatusReport;
import org.billinggroups.job.StatusReport.PeriodStatus;
import org.billinggroups.job.StatusReport.RunStatus;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.UsageBalance;
import org.billinggroups.seal.SealChain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code billing status}: the state of each period. */
@ContextCommand
@Command(name = "status",
        description = "Shows periods, runs, steps with counts and times, and parked groups with reasons.")
final class StatusCommand implements Callable<Integer> {
    private final StatusReport report;
    private final Output output;
    private final SealChain chain;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period, with its steps; without it all periods.")
    private @Nullable BillingPeriod period;

    StatusCommand(StatusReport report, Output output, SealChain chain) {
        this.chain = chain;
        this.report = report;
        this.output = output;
    }

    @Override
    public Integer call() {
        var periods = report.of(Optional.ofNullable(period));
        var end = chain.head();
        if (output.isJson()) {
            output.json(periods.stream().map(status -> RunCommand.withHead(json(status), end)).toList());
        } else {
            output.table(
                    List.of("PERIOD", "USAGE RECORDS", "BILLED", "EXCLUDED", "WAITING", "INVOICES", "PARKED GROUPS",
                            "RUNS", "STATE"),
                    periods.stream().map(StatusCommand::row).toList());
            periods.forEach(this::showParked);
            if (period != null) {
                periods.forEach(this::showRuns);
            }
            output.line(end.text());
        }
        return ExitCode.DONE.code();
    }

    private static List<String> row(PeriodStatus status) {
        var usage = status.usage();
        return List.of(status.period().toString(), Long.toString(usage.imported()), Long.toString(usage.billed()),
                Long.toString(usage.excluded()), Long.toString(usage.waitingRecords()),
                Long.toString(status.invoices()), Long.toString(parkedGroups(status)),
                Integer.toString(status.runs().size()), state(status));
    }

    private static long parkedGroups(PeriodStatus status) {
        return status.parked().stream().map(ParkedGroup::groupId).distinct().count();
    }

    private static String state(PeriodStatus status) {
        if (status.runs().isEmpty()) {
            return "not invoiced";
        }
        var last = status.runs().getLast().state();
        return last.equals("finished") && !status.usage().waiting().isEmpty() ? "usage waits" : last;
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
        waiting(status).forEach(usage -> output.line((usage.reason() == UsageBalance.Reason.LATE
                ? "late usage of "
                : "usage of ") + usage.period() + ": "
                + (usage.groupName() == null ? "unknown projects" : usage.groupName()) + ", "
                + Output.count(usage.records(), "record") + " (" + usage.reason().text() + ")"));
    }

    /** Before the first run of a period has ended, all of it waits, which needs no list. */
    private static List<UsageBalance.Waiting> waiting(PeriodStatus status) {
        return status.runs().stream().anyMatch(run -> run.state().equals("finished"))
                ? status.usage().waiting()
                : List.of();
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
        json.put("usage_records", status.usage().imported());
        json.put("billed_usage_records", status.usage().billed());
        json.put("invoices", status.invoices());
        json.put("excluded_usage_records", status.usage().excluded());
        json.put("waiting_usage_records", status.usage().waitingRecords());
        json.put("parked_groups", status.parked().stream().map(StatusCommand::json).toList());
        json.put("reopened_groups", status.reopened().stream().map(group -> Map.of("id",
                group.groupId().toString(), "name", group.groupName(), "credited_invoice", group.creditedInvoice()))
                .toList());
        json.put("unpublished_credit_notes", status.unpublishedCreditNotes());
        json.put("awaited_sources", status.awaitedSources());
        json.put("late_usage", waiting(status).stream()
                .filter(usage -> usage.reason() == UsageBalance.Reason.LATE).map(StatusCommand::json).toList());
        json.put("waiting_usage", waiting(status).stream().map(StatusCommand::json).toList());
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

    private static Map<String, Object> json(UsageBalance.Waiting usage) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", usage.groupId() == null ? null : usage.groupId().toString());
        json.put("name", usage.groupName());
        json.put("reason", usage.reason().code());
        json.put("usage_records", usage.records());
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
