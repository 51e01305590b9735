package org.billinggroups.job;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billinggroups.account.Sellers;
import org.billinggroups.invoicing.Approvals;
import org.billinggroups.invoicing.FrozenInputs;
import org.billinggroups.invoicing.RunRequest;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.InvoicingRuns;
import org.billinggroups.period.MembershipRule;
import org.billinggroups.period.RefusedException;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Starts and resumes invoicing runs, one process at a time for a seller. */
@Service
public class InvoicingLauncher {
    private final SellerLock lock;
    private final Sellers sellers;
    private final InvoicingRuns runs;
    private final FrozenInputs frozen;
    private final DuePeriods due;
    private final RunOutcomes outcomes;
    private final DiscardDrafts discardDrafts;
    private final RestartableJobs jobs;
    private final Job invoicePeriod;
    private final InvoicingSettings settings;
    private final Approvals approvals;
    private final PublishCorrections corrections;
    private final StopSignal stop;
    private final TransactionOperations transaction;
    private final Clock clock;

    InvoicingLauncher(SellerLock lock, Sellers sellers, InvoicingRuns runs, FrozenInputs frozen, DuePeriods due,
            RunOutcomes outcomes,
            DiscardDrafts discardDrafts, RestartableJobs jobs, @Qualifier("invoicePeriod") Job invoicePeriod,
            InvoicingSettings settings, Approvals approvals, PublishCorrections corrections, StopSignal stop,
            TransactionOperations transaction, Clock clock) {
        this.lock = lock;
        this.sellers = sellers;
        this.runs = runs;
        this.frozen = frozen;
        this.due = due;
        this.outcomes = outcomes;
        this.discardDrafts = discardDrafts;
        this.jobs = jobs;
        this.invoicePeriod = invoicePeriod;
        this.settings = settings;
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
        for (var period : options.period().map(List::of).orElseGet(() -> due.ended(clock.instant()))) {
            var outcome = runPeriod(sellerId, period, options);
            told.accept(outcome);
            all.add(outcome);
        }
        return all;
    }

    private PeriodOutcome runPeriod(String sellerId, BillingPeriod period, RunOptions options) {
        if (!period.hasEndedAt(clock.instant())) {
            throw new RefusedException("period " + period + " has not ended yet: it ends at " + period.end());
        }
        MembershipRule.ofCode(settings.membership());
        var open = runs.findOpen(sellerId, period);
        if (open.isPresent() && options.discardDrafts()) {
            discardDrafts.discard(open.get());
            open = Optional.empty();
        }
        open.ifPresent(run -> requireSameOptions(run, options));
        if (open.isEmpty() && !due.isDue(period)) {
            return new PeriodOutcome(period, ExitCode.DONE, "nothing to invoice in " + period
                    + (runs.issuing(Optional.of(period)).isEmpty() ? "" : ": it is finished"));
        }
        if (open.isEmpty()) {
            OutputFolder.requireUsable(options.output().toAbsolutePath().normalize());
        }
        var attempt = open.map(InvoicingRun::attempt).orElseGet(() -> runs.nextAttempt(sellerId, period));
        var request = new RunRequest(InvoicingRun.Kind.INVOICING, sellerId, period, attempt,
                options.issueDate().orElseGet(() -> LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                options.output().toAbsolutePath().normalize(), MembershipRule.ofCode(settings.membership()),
                options.excludeUnknownProjects(), settings.buckets(),
                settings.totals(options.creditNegativeTotals()), settings.isZeroPricedHidden(),
                settings.isApprovalRequired());
        return launch(request, options.until());
    }

    private void requireSameOptions(InvoicingRun run, RunOptions options) {
        if (options.creditNegativeTotals() && !frozen.totalRules(run.id()).creditNegativeTotals()) {
            throw new RefusedException("the unfinished run of " + run.period()
                    + " was started without --credit-negative-totals; resume it without, or --discard-drafts");
        }
        options.issueDate().filter(date -> !date.equals(run.issueDate())).ifPresent(date -> {
            throw new RefusedException("the unfinished run of " + run.period() + " has issue date " + run.issueDate()
                    + ", not " + date + "; resume it without --issue-date, or --discard-drafts");
        });
        if (options.outputGiven() && !options.output().toAbsolutePath().normalize().equals(run.output())) {
            throw new RefusedException("the unfinished run of " + run.period() + " writes to " + run.output() + ", not "
                    + options.output() + "; resume it without --out, or --discard-drafts");
        }
    }

    private PeriodOutcome launch(RunRequest request, RunOptions.Until until) {
        var parameters = RunParameters.of(request, until.stopBefore());
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
