package org.billinggroups.job;

import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.billinggroups.account.Sellers;
import org.billinggroups.invoice.Approvals;
import org.billinggroups.invoice.IssueDates;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.RefusedException;
import org.billinggroups.publication.PublishCorrections;
import org.billinggroups.run.FreezeInputs;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.MembershipRule;
import org.billinggroups.run.MissingUsage;
import org.billinggroups.run.RunRequest;
import org.billinggroups.usage.UsageDeliveries;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Starts and resumes invoicing runs, one process at a time for a seller. */
@Service
@EnableConfigurationProperties({ InvoicingSettings.class, ReviewSettings.class, UsageSettings.class })
public class InvoicingLauncher {
    private final SellerLock lock;
    private final Sellers sellers;
    private final InvoicingRuns runs;
    private final FrozenInputs frozen;
    private final DuePeriods due;
    private final RunOutcomes outcomes;
    private final IssueDates issueDates;
    private final FreezeInputs freezeInputs;
    private final RestartableJobs jobs;
    private final Job invoicePeriod;
    private final InvoicingSettings settings;
    private final ReviewSettings review;
    private final UsageSettings usageSettings;
    private final UsageDeliveries deliveries;
    private final MissingUsage missingUsage;
    private final Approvals approvals;
    private final PublishCorrections corrections;
    private final StopSignal stop;
    private final TransactionOperations transaction;
    private final Clock clock;

    InvoicingLauncher(SellerLock lock, Sellers sellers, InvoicingRuns runs, FrozenInputs frozen, DuePeriods due,
            RunOutcomes outcomes,
            IssueDates issueDates, FreezeInputs freezeInputs, RestartableJobs jobs,
            @Qualifier("invoicePeriod") Job invoicePeriod,
            InvoicingSettings settings, ReviewSettings review, UsageSettings usageSettings,
            UsageDeliveries deliveries, MissingUsage missingUsage, Approvals approvals, PublishCorrections corrections,
            StopSignal stop,
            TransactionOperations transaction, Clock clock) {
        this.lock = lock;
        this.sellers = sellers;
        this.runs = runs;
        this.frozen = frozen;
        this.due = due;
        this.outcomes = outcomes;
        this.issueDates = issueDates;
        this.freezeInputs = freezeInputs;
        this.jobs = jobs;
        this.invoicePeriod = invoicePeriod;
        this.settings = settings;
        this.review = review;
        this.usageSettings = usageSettings;
        this.deliveries = deliveries;
        this.missingUsage = missingUsage;
        this.approvals = approvals;
        this.corrections = corrections;
        this.stop = stop;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Invoices the period asked for, or every ended period that is due, oldest first.
     *
     * @param told each outcome as soon as it is there
     * @return the outcomes; empty if nothing was due
     * @throws AlreadyRunningException if another process is at it
     * @throws RefusedException if a rule forbids it
     */
    public List<PeriodOutcome> run(RunOptions options, Consumer<PeriodOutcome> told) {
        var sellerId = sellers.require().id();
        if (options.until() != RunOptions.Until.DRAFT && !runs.mayIssue()) {
            throw new RefusedException("this database user may not issue invoices: run with --until draft, "
                    + "or as a member of billing_runner");
        }
        try (var held = lock.acquire(sellerId)) {
            return runLocked(sellerId, options, told);
        }
    }

    /** The same for a caller that holds the seller's lock. */
    List<PeriodOutcome> runLocked(String sellerId, RunOptions options, Consumer<PeriodOutcome> told) {
        corrections.publishWaiting();
        List<PeriodOutcome> all = new ArrayList<>();
        for (var period : options.period().map(List::of).orElseGet(this::ended)) {
            var outcome = runPeriod(sellerId, period, options);
            told.accept(outcome);
            all.add(outcome);
        }
        return all;
    }

    /**
     * Finds out whether a new run of the period asked for would be refused, changing nothing, for a caller that holds the
     * seller's lock.
     *
     * @throws RefusedException if so
     */
    void requireStartable(String sellerId, RunOptions options) {
        var request = newRun(sellerId, options.period().orElseThrow(), options);
        transaction.executeWithoutResult(status -> {
            freezeInputs.freeze(request);
            status.setRollbackOnly();
        });
    }

    private PeriodOutcome runPeriod(String sellerId, BillingPeriod period, RunOptions options) {
        requireEnded(period);
        var open = runs.findOpen(sellerId, period);
        if (open.isPresent() && !options.discardDrafts()) {
            requireSameOptions(open.get(), options);
            return launch(request(sellerId, period, open.get().attempt(), open.get().issueDate(), options),
                    options.until(), 0);
        }
        open.ifPresent(DiscardDrafts::requireDiscardable);
        var awaited = awaitedSources(period);
        if (open.isEmpty() && awaited.isEmpty() && !due.isDue(period)) {
            if (!options.withoutUsage()) {
                missingUsage.requireSome(period);
            }
            return new PeriodOutcome(period, ExitCode.DONE, "nothing to invoice in " + period
                    + (runs.issuing(Optional.of(period)).isEmpty() ? "" : ": it is finished"));
        }
        var request = newRun(sellerId, period, options);
        return awaited.isEmpty()
                ? launch(request, options.until(), open.map(InvoicingRun::id).orElse(0L))
                : outcomes.awaitingUsage(period, awaited);
    }

    /** The periods to catch up with. That the last one has nothing may only mean that usage is still to come. */
    private List<BillingPeriod> ended() {
        var last = BillingPeriod.containing(clock.instant()).previous();
        return Stream.concat(due.ended(clock.instant()).stream(),
                Stream.of(last).filter(period -> !awaitedSources(period).isEmpty())).distinct().sorted().toList();
    }

    /** The sources of which usage is still to come; not of a period that has invoices, which is corrected later. */
    private List<String> awaitedSources(BillingPeriod period) {
        return runs.issuing(Optional.of(period)).isEmpty()
                ? deliveries.awaited(usageSettings.sources(), period)
                : List.of();
    }

    private void requireEnded(BillingPeriod period) {
        if (!period.hasEndedAt(clock.instant())) {
            throw new RefusedException("period " + period + " has not ended yet: it ends at " + period.end()
                    + "; 'billing estimate " + period + "' tells what it comes to so far");
        }
    }

    /** A run that is not there yet; all that can be refused before its inputs are frozen is refused here. */
    private RunRequest newRun(String sellerId, BillingPeriod period, RunOptions options) {
        requireEnded(period);
        var request = request(sellerId, period, runs.nextAttempt(sellerId, period),
                issueDates.ofInvoices(sellerId, period, options.issueDate()), options);
        OutputFolder.requireUsable(request.output());
        return request;
    }

    private RunRequest request(String sellerId, BillingPeriod period, int attempt, LocalDate issueDate,
            RunOptions options) {
        return new RunRequest(InvoicingRun.Kind.INVOICING, sellerId, period, attempt, issueDate,
                options.output().toAbsolutePath().normalize(), MembershipRule.ofCode(settings.membership()),
                options.excludeUnknownProjects(), settings.buckets(),
                settings.totals(options.creditNegativeTotals(), sellers.require().currency()),
                settings.isZeroPricedHidden(),
                settings.isApprovalRequired(), new MissingUsage.Consent(options.withoutUsage(),
                        options.missingUsageOf(), review.isMissingUsageAllowed()));
    }

    private void requireSameOptions(InvoicingRun run, RunOptions options) {
        if (options.creditNegativeTotals() && !frozen.totalRules(run.id()).creditNegativeTotals()) {
            throw new RefusedException("the unfinished run of " + run.period()
                    + " was started without --credit-negative-totals; " + resume(run, "--credit-negative-totals"));
        }
        var held = missingUsage.held(run.id()).keySet();
        if (!held.isEmpty() && options.withoutUsage()) {
            throw new RefusedException(
                    "the unfinished run of " + run.period() + " was started without --without-usage; "
                            + resume(run, "--without-usage"));
        }
        options.missingUsageOf().stream().filter(held::contains).findFirst().ifPresent(group -> {
            throw new RefusedException("the unfinished run of " + run.period() + " has parked " + group + "; "
                    + resume(run, "--allow-missing-usage " + group));
        });
        options.issueDate().day().filter(date -> !date.equals(run.issueDate())
                && runs.askedIssueDate(run.id()).filter(date::equals).isEmpty()).ifPresent(date -> {
                    throw new RefusedException(
                            "the unfinished run of " + run.period() + " has issue date " + run.issueDate()
                                    + ", not " + date + "; " + resume(run, "--issue-date " + date));
                });
        if (options.outputGiven() && !options.output().toAbsolutePath().normalize().equals(run.output())) {
            throw new RefusedException("the unfinished run of " + run.period() + " writes to " + run.output() + ", not "
                    + options.output() + "; " + resume(run, "--out " + options.output()));
        }
    }

    private static String resume(InvoicingRun run, String option) {
        var command = "'billing run " + run.period();
        return "go on with " + command + "'" + (run.number() == null
                ? ", or start afresh with " + command + " " + option + " --discard-drafts'"
                : "");
    }

    private PeriodOutcome launch(RunRequest request, RunOptions.Until until, long discards) {
        var parameters = RunParameters.of(request, until.stopBefore(), discards);
        if (!jobs.isComplete(invoicePeriod, parameters)) {
            try {
                jobs.run(invoicePeriod, parameters, "invoicing " + request.period());
            } catch (JobStoppedException e) {
                var run = runs.find(request.sellerId(), request.period(), request.attempt());
                if (run.isPresent() && outcomes.hasReached(run.get(), until)) {
                    return outcomes.paused(run.get(), until);
                }
                if (run.isPresent() && !stop.isRequested() && !approvals.undecided(run.get().id()).isEmpty()) {
                    return outcomes.waiting(run.get(), approvals.undecided(run.get().id()).size());
                }
                throw e;
            }
        }
        var run = runs.find(request.sellerId(), request.period(), request.attempt()).orElseThrow();
        transaction.executeWithoutResult(status -> runs.finish(run.id()));
        return outcomes.finished(run);
    }
}
