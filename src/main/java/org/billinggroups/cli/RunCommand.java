package org.billinggroups.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.invoice.IssueDates;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.InvoicingLauncher;
import org.billinggroups.job.PeriodOutcome;
import org.billinggroups.job.RunOptions;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.seal.SealChain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing run}: the invoicing job. */
@ContextCommand
@Command(name = "run",
        description = "Invoices a period, or every ended period that is due; resumes what is unfinished.")
final class RunCommand implements Callable<Integer> {
    private final InvoicingLauncher launcher;
    private static final int MOST_GROUPS = 50;

    private final BillingGroups groups;
    private final Output output;
    private final GlobalOptions global;
    private final SealChain chain;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period, such as 2026-10; without it all ended periods that are due.")
    private @Nullable BillingPeriod period;

    @Option(names = "--until", paramLabel = "draft|issue",
            description = "Stop after the drafts, or after numbers are given.")
    private @Nullable Until until;

    @Option(names = "--issue-date", paramLabel = "DATE", description = "Date of the invoices (default: today in UTC).")
    private @Nullable LocalDate issueDate;

    @Option(names = "--allow-issue-date",
            description = "Take an issue date before the period's end or more than 31 days from today.")
    private boolean allowIssueDate;

    @Option(names = "--discard-drafts",
            description = "Give up an unfinished run that has issued nothing, and start afresh.")
    private boolean discardDrafts;

    @Option(names = "--exclude-unknown-projects",
            description = "Leave usage of unknown projects out instead of refusing.")
    private boolean excludeUnknownProjects;

    @Option(names = "--credit-negative-totals",
            description = "Issue invoices below zero as credit notes instead of parking their groups.")
    private boolean creditNegativeTotals;

    @Option(names = "--without-usage",
            description = "Invoice the period, or groups, without any usage although there was some before.")
    private boolean withoutUsage;

    @Option(names = "--allow-missing-usage", paramLabel = "GROUP",
            description = "Invoice this group without usage although it had some the period before; may be repeated.")
    private List<String> missingUsageOf = List.of();

    @Option(names = "--dry-run", description = "Only tell what would be refused, drafted and parked; keep nothing.")
    private boolean dryRun;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where run folders appear (default: out in the data folder).")
    private @Nullable Path out;

    RunCommand(InvoicingLauncher launcher, BillingGroups groups, Output output, GlobalOptions global, SealChain chain) {
        this.chain = chain;
        this.launcher = launcher;
        this.groups = groups;
        this.output = output;
        this.global = global;
    }

    enum Until {
        DRAFT(RunOptions.Until.DRAFT), ISSUE(RunOptions.Until.ISSUE);

        private final RunOptions.Until option;

        Until(RunOptions.Until option) {
            this.option = option;
        }
    }

    @Override
    public Integer call() {
        var options = new RunOptions(Optional.ofNullable(period),
                until == null ? RunOptions.Until.PUBLISH : until.option,
                new IssueDates.Wish(Optional.ofNullable(issueDate), allowIssueDate),
                out == null ? global.dataDir.resolve("out") : out, out != null,
                discardDrafts, excludeUnknownProjects, creditNegativeTotals, withoutUsage, missingUsageOf());
        try (var results = new Results(output)) {
            Consumer<PeriodOutcome> told = outcome -> {
                output.event("period ended", event(outcome));
                results.add(outcome.message(), new SealedJson<>(RunOutcomeJson.of(outcome, dryRun), chain.head()));
            };
            var outcomes = dryRun ? launcher.tryOut(options, told) : launcher.run(options, told);
            if (outcomes.isEmpty()) {
                output.line("nothing to invoice: every ended period is finished");
            }
            output.line(chain.head().text());
            return ExitCode.mostSevere(outcomes.stream().map(PeriodOutcome::code).toList()).code();
        }
    }

    private Map<String, Object> event(PeriodOutcome outcome) {
        Map<String, Object> fields = new HashMap<>(Map.of("period", outcome.period().toString(),
                "exit_code", outcome.code().code(), "dry_run", dryRun));
        outcome.run().ifPresent(run -> {
            fields.put("attempt", run.attempt());
            fields.put("invoices", run.invoices());
            fields.put("parked_groups", run.parked().stream().map(ParkedGroup::groupId).distinct().count());
            if (run.number() != null) {
                fields.put("run", run.number());
            }
        });
        return fields;
    }

    private Set<UUID> missingUsageOf() {
        if (missingUsageOf.size() > MOST_GROUPS) {
            throw new ParameterException(spec.commandLine(), "--allow-missing-usage: expected " + MOST_GROUPS
                    + " groups at most; --without-usage allows it of all");
        }
        return missingUsageOf.stream().map(groups::resolve).map(BillingGroup::id)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
