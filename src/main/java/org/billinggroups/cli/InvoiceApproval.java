package org.billinggroups.cli;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Approvals;
import org.billinggroups.invoice.Approvals.Decision;
import org.billinggroups.invoice.InvoiceReview;
import org.billinggroups.invoice.ParkedGroups;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.ReviewSettings;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing invoice review} and {@code approve}: what finance does between drafts and numbers. */
final class InvoiceApproval {
    private InvoiceApproval() {}

    /** The open run of a period, or the only one there is. */
    private static InvoicingRun open(InvoicingRuns runs, Optional<BillingPeriod> period) {
        var open = runs.open().stream().filter(run -> run.number() == null
                && (period.isEmpty() || period.get().equals(run.period()))).toList();
        if (open.size() == 1) {
            return open.getFirst();
        }
        throw new RefusedException(open.isEmpty()
                ? "there is no run" + period.map(name -> " of " + name).orElse("") + " with drafts to look at: "
                        + "'billing run" + period.map(name -> " " + name).orElse("") + " --until draft' makes them"
                : "several periods have drafts: give one of "
                        + String.join(", ", open.stream().map(run -> run.period().toString()).toList()));
    }

    @ContextCommand
    @Command(name = "review", description = "Compares the drafts of a run with the invoices of the period before, "
            + "the biggest change first.")
    static final class Review implements Callable<Integer> {
        private final InvoicingRuns runs;
        private final InvoiceReview review;
        private final ParkedGroups parked;
        private final ReviewSettings settings;
        private final Output output;

        @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
                description = "The period; without it the one with drafts.")
        private @Nullable BillingPeriod period;

        Review(InvoicingRuns runs, InvoiceReview review, ParkedGroups parked, ReviewSettings settings, Output output) {
            this.runs = runs;
            this.review = review;
            this.parked = parked;
            this.settings = settings;
            this.output = output;
        }

        @Override
        public Integer call() {
            var run = open(runs, Optional.ofNullable(period));
            var rows = review.of(run, settings.growthPercent());
            output.json(rows.stream().map(RowJson::of).toList());
            output.table(
                    List.of("BILLING GROUP", "NET", "PREVIOUS", "DIFFERENCE", "%", "PROJECTS", "DECISION", "FLAGS"),
                    rows.stream().map(row -> List.of(row.groupName(), row.net().toString(), Output.text(row.previous()),
                            row.difference().getAmount().toPlainString(), Output.text(row.percent()), projects(row),
                            Output.text(row.decision()), String.join(", ", row.flags()))).toList(),
                    "PROJECTS", "PREVIOUS", "%");
            parked.ofRun(run.id()).forEach(group -> output.line(
                    "parked: " + group.groupName() + ": " + group.reason() + ": " + group.detail()));
            return ExitCode.DONE.code();
        }

        private static String projects(InvoiceReview.Row row) {
            List<String> changes = new ArrayList<>();
            row.newProjects().forEach(project -> changes.add("+" + project));
            row.goneProjects().forEach(project -> changes.add("-" + project));
            return String.join(" ", changes);
        }

        private record RowJson(NamedGroup billingGroup, CurrencyUnit currency, Money netTotal,
                @Nullable Money previousNetTotal, Money difference, @Nullable BigDecimal percent,
                List<String> newProjects, List<String> goneProjects, @Nullable String decision, List<String> flags) {
            static RowJson of(InvoiceReview.Row row) {
                return new RowJson(new NamedGroup(row.groupId(), row.groupName()), row.net().getCurrencyUnit(),
                        row.net(), row.previous(), row.difference(), row.percent(), row.newProjects(),
                        row.goneProjects(), row.decision(), row.flags());
            }
        }
    }

    @ContextCommand
    @Command(name = "approve",
            description = "Approves drafts, all or some, or holds some back. The run continues with the "
                    + "next 'billing run' once each draft is approved or held.")
    static final class Approve implements Callable<Integer> {
        private final InvoicingRuns runs;
        private final Approvals approvals;
        private final BillingGroups groups;
        private final Output output;
        private final GlobalOptions global;

        @Spec
        private CommandSpec spec;

        @Parameters(arity = "0..*", paramLabel = "[PERIOD] GROUP", description = "The period, and groups to approve.")
        private List<String> arguments = List.of();

        @Option(names = "--all", description = "Approve all drafts that nobody has decided on.")
        private boolean all;

        @Option(names = "--hold", paramLabel = "GROUP", description = "A group to hold back; may be repeated.")
        private List<String> held = List.of();

        Approve(InvoicingRuns runs, Approvals approvals, BillingGroups groups, Output output, GlobalOptions global) {
            this.runs = runs;
            this.approvals = approvals;
            this.groups = groups;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            boolean isPeriodGiven = !arguments.isEmpty() && arguments.getFirst().matches("[0-9]{4}-[0-9]{2}");
            var named = arguments.subList(isPeriodGiven ? 1 : 0, arguments.size());
            if (!all && named.isEmpty() && held.isEmpty()) {
                throw new ParameterException(spec.commandLine(), "give groups, --all or --hold");
            }
            var run = open(runs, isPeriodGiven
                    ? Optional.of(BillingPeriod.parse(arguments.getFirst()))
                    : Optional.empty());
            var toHold = ids(held);
            Set<UUID> toApprove = new LinkedHashSet<>(ids(named));
            if (all) {
                toApprove.addAll(approvals.undecided(run.id()));
            }
            toApprove.removeAll(toHold);
            Map<UUID, Decision> decisions = new LinkedHashMap<>();
            toHold.forEach(group -> decisions.put(group, Decision.HELD));
            toApprove.forEach(group -> decisions.put(group, Decision.APPROVED));
            approvals.decide(run, decisions, global.actor);
            int left = approvals.undecided(run.id()).size();
            output.line(run.period() + ": " + toApprove.size() + " approved, " + toHold.size() + " held, " + left
                    + " left to decide on" + (left == 0 ? "; continue with 'billing run " + run.period() + "'" : ""));
            output.json(new DecidedJson(run.period(), toApprove.size(), toHold.size(), left));
            return ExitCode.DONE.code();
        }

        private record DecidedJson(BillingPeriod period, int approved, int held, int undecided) {}

        private List<UUID> ids(List<String> references) {
            return references.stream().map(groups::resolve).map(BillingGroup::id).toList();
        }
    }
}
