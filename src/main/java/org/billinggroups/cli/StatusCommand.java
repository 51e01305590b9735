package org.billinggroups.cli;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.billinggroups.invoice.ParkedSummary;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.StatusReport;
import org.billinggroups.job.StatusReport.PeriodStatus;
import org.billinggroups.job.StatusReport.Reopened;
import org.billinggroups.job.StatusReport.RunStatus;
import org.billinggroups.job.StatusReport.StepStatus;
import org.billinggroups.job.Workers;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.UsageBalance;
import org.billinggroups.seal.SealChain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing status}: the state of each period. */
@ContextCommand
@Command(name = "status",
        description = "Shows periods, runs, steps with counts and times, and parked groups with reasons.")
final class StatusCommand implements Callable<Integer> {
    private final StatusReport report;
    private final Workers workers;
    private final Output output;
    private final SealChain chain;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period, with its steps; without it all periods.")
    private @Nullable BillingPeriod period;

    @Option(names = "--parked", description = "Shows each parked group with all it lacks, not only how many there are.")
    private boolean all;

    StatusCommand(StatusReport report, Workers workers, Output output, SealChain chain) {
        this.workers = workers;
        this.chain = chain;
        this.report = report;
        this.output = output;
    }

    @Override
    public Integer call() {
        var periods = report.of(Optional.ofNullable(period));
        var end = chain.head();
        var workload = workload();
        output.json(periods.stream().map(status -> new SealedJson<>(PeriodJson.of(status, workload), end)).toList());
        output.table(List.of("PERIOD", "USAGE RECORDS", "BILLED", "EXCLUDED", "WAITING", "INVOICES", "PARKED GROUPS",
                "RUNS", "STATE"), periods.stream().map(StatusCommand::row).toList(), "EXCLUDED", "RUNS", "BILLED");
        periods.forEach(this::showProgress);
        periods.forEach(this::showParked);
        if (period != null) {
            periods.forEach(this::showRuns);
            showWorkers(workload);
        }
        output.line(end.text());
        return ExitCode.DONE.code();
    }

    private static List<String> row(PeriodStatus status) {
        var usage = status.usage();
        return List.of(status.period().toString(), Long.toString(usage.imported()), Long.toString(usage.billed()),
                Long.toString(usage.excluded()), Long.toString(usage.waitingRecords()),
                Long.toString(status.invoices()), Long.toString(parkedGroups(status)),
                Integer.toString(status.runs().size()), status.state());
    }

    private static long parkedGroups(PeriodStatus status) {
        return status.parked().stream().map(ParkedGroup::groupId).distinct().count();
    }

    private void showProgress(PeriodStatus status) {
        if (status.runningIn() != null) {
            output.line(status.period() + " is worked on by " + status.runningIn());
        } else if (status.next() != null) {
            output.line(status.period() + ": " + status.state() + "; next is '" + status.next() + "'");
        }
    }

    private void showParked(PeriodStatus status) {
        var lines = all
                ? status.parked().stream().map(ParkedSummary::whole).toList()
                : ParkedSummary.lines(status.parked(), "billing status " + status.period() + " --parked");
        lines.forEach(line -> output.line("parked in " + status.period() + ": " + line));
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

    /** Who works on parts of a run that is at it now, and how many wait. */
    private void showWorkers(Workload workload) {
        if (!workload.workers().isEmpty()) {
            output.line("workers: " + String.join(", ", workload.workers()));
        }
        workload.parts().stream().collect(groupingBy(part -> part.step().replaceFirst("Bucket:.*", ""),
                LinkedHashMap::new, groupingBy(Workers.Part::state, counting())))
                .forEach((step, counts) -> output.line("parts of " + step + ": "
                        + Stream.of("waiting", "running", "done")
                                .map(state -> counts.getOrDefault(state, 0L) + " " + state)
                                .collect(joining(", "))));
        for (var part : workload.parts()) {
            if (part.worker() != null) {
                output.line(part.step() + ": with " + part.worker() + " since " + part.since());
            }
        }
    }

    private Workload workload() {
        return period == null
                ? new Workload(List.of(), List.of())
                : new Workload(workers.names(), workers.parts(period));
    }

    private record Workload(List<String> workers, List<Workers.Part> parts) {}

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

    private record PeriodJson(BillingPeriod period, String state, @Nullable String runningIn, @Nullable String next,
            long usageRecords, long billedUsageRecords, long invoices,
            long excludedUsageRecords, long waitingUsageRecords, List<ParkedJson> parkedGroups,
            List<ReopenedJson> reopenedGroups, List<String> unpublishedCreditNotes, List<String> awaitedSources,
            List<WaitingJson> lateUsage, List<WaitingJson> waitingUsage, List<RunJson> runs, List<String> workers,
            List<Workers.Part> parts) {
        static PeriodJson of(PeriodStatus status, Workload workload) {
            var usage = status.usage();
            var waiting = waiting(status);
            return new PeriodJson(status.period(), status.state(), status.runningIn(), status.next(), usage.imported(),
                    usage.billed(), status.invoices(),
                    usage.excluded(), usage.waitingRecords(), status.parked().stream().map(ParkedJson::of).toList(),
                    status.reopened().stream().map(ReopenedJson::of).toList(), status.unpublishedCreditNotes(),
                    status.awaitedSources(),
                    waiting.stream().filter(one -> one.reason() == UsageBalance.Reason.LATE).map(WaitingJson::of)
                            .toList(),
                    waiting.stream().map(WaitingJson::of).toList(), status.runs().stream().map(RunJson::of).toList(),
                    workload.workers(), workload.parts());
        }
    }

    private record ReopenedJson(UUID id, String name, String creditedInvoice) {
        static ReopenedJson of(Reopened group) {
            return new ReopenedJson(group.groupId(), group.groupName(), group.creditedInvoice());
        }
    }

    private record WaitingJson(@Nullable UUID id, @Nullable String name, String reason, long usageRecords) {
        static WaitingJson of(UsageBalance.Waiting usage) {
            return new WaitingJson(usage.groupId(), usage.groupName(), usage.reason().code(), usage.records());
        }
    }

    private record RunJson(int attempt, @Nullable Integer run, String state, LocalDate issueDate,
            List<StepStatus> steps) {
        static RunJson of(RunStatus run) {
            return new RunJson(run.attempt(), run.number(), run.state(), run.issueDate(), run.steps());
        }
    }
}
