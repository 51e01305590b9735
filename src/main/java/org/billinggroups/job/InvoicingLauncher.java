package org.billinggroups.job;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.publication.PublishCorrections;
import org.billinggroups.run.InvoicingRun;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;

/** Starts and resumes invoicing runs, one process at a time for a seller. */
@Service
@EnableConfigurationProperties({ InvoicingSettings.class, ReviewSettings.class, UsageSettings.class })
public class InvoicingLauncher {
    private final SellerLock lock;
    private final Sellers sellers;
    private final DuePeriods due;
    private final RunRequests requests;
    private final RunLaunch launch;
    private final RunTrial trial;
    private final RunOutcomes outcomes;
    private final PublishCorrections corrections;

    InvoicingLauncher(SellerLock lock, Sellers sellers, DuePeriods due, RunRequests requests,
            RunLaunch launch, RunTrial trial, RunOutcomes outcomes, PublishCorrections corrections) {
        this.lock = lock;
        this.sellers = sellers;
        this.due = due;
        this.requests = requests;
        this.launch = launch;
        this.trial = trial;
        this.outcomes = outcomes;
        this.corrections = corrections;
    }

    /**
     * Invoices the period asked for, or every ended period that is due, oldest first.
     *
     * @param told receives each outcome as soon as it is there
     * @return the outcomes; empty if nothing was due
     * @throws AlreadyRunningException if another process is at it
     * @throws RefusedException if a rule forbids it
     */
    public List<PeriodOutcome> run(RunOptions options, Consumer<PeriodOutcome> told) {
        var sellerId = sellers.require().id();
        if (options.until() != RunOptions.Until.DRAFT && !requests.runs().mayIssue()) {
            throw new RefusedException("this database user may not issue invoices: run with --until draft, "
                    + "or as a member of billing_runner");
        }
        try (var held = lock.acquire(sellerId)) {
            return runLocked(sellerId, options, told);
        }
    }

    /** The same for a caller that holds the seller's lock. */
    List<PeriodOutcome> runLocked(String sellerId, RunOptions options, Consumer<PeriodOutcome> told) {
        var periods = options.period().map(List::of).orElseGet(due::ended);
        periods.forEach(period -> requireOptions(sellerId, period, options));
        corrections.publishWaiting();
        List<PeriodOutcome> all = new ArrayList<>();
        for (var period : periods) {
            var outcome = runPeriod(sellerId, period, options);
            told.accept(outcome);
            all.add(outcome);
        }
        return all;
    }

    /**
     * Tells of the period asked for, or of every ended period that is due, what would come of it, and keeps nothing.
     *
     * @throws AlreadyRunningException if another process is at it
     * @throws RefusedException if a rule forbids it
     */
    public List<PeriodOutcome> tryOut(RunOptions options, Consumer<PeriodOutcome> told) {
        var sellerId = sellers.require().id();
        List<PeriodOutcome> all = new ArrayList<>();
        try (var held = lock.acquire(sellerId)) {
            for (var period : options.period().map(List::of).orElseGet(due::ended)) {
                var outcome = tryPeriod(sellerId, period, options);
                told.accept(outcome);
                all.add(outcome);
            }
        }
        return all;
    }

    private PeriodOutcome tryPeriod(String sellerId, BillingPeriod period, RunOptions options) {
        requireOptions(sellerId, period, options);
        var open = requests.runs().findOpen(sellerId, period);
        if (open.isPresent() && !options.discardDrafts()) {
            return outcomes.wouldContinue(open.get());
        }
        return notStarted(sellerId, period, options, open.isPresent()).orElseGet(() -> outcomes.wouldDraft(period,
                trial.figures(requests.ofNewRun(sellerId, period, options), open)));
    }

    /**
     * Finds out whether a new run of the period asked for would be refused, changing nothing, for a caller that holds
     * the seller's lock.
     *
     * @throws RefusedException if so
     */
    void requireStartable(String sellerId, RunOptions options) {
        trial.requireStartable(requests.ofNewRun(sellerId, options.period().orElseThrow(), options));
    }

    /** Refuses options before any of several periods is worked on. */
    private void requireOptions(String sellerId, BillingPeriod period, RunOptions options) {
        requests.requireEnded(period);
        var open = requests.runs().findOpen(sellerId, period);
        if (open.isPresent() && !options.discardDrafts()) {
            requests.ofOpenRun(open.get(), options);
            return;
        }
        open.ifPresent(DiscardDrafts::requireDiscardable);
        if (open.isPresent() || due.isDue(period)) {
            requests.ofNewRun(sellerId, period, options);
        }
    }

    private PeriodOutcome runPeriod(String sellerId, BillingPeriod period, RunOptions options) {
        var open = requests.runs().findOpen(sellerId, period);
        if (open.isPresent() && !options.discardDrafts()) {
            return launch.launch(requests.ofOpenRun(open.get(), options), options.until(), 0);
        }
        return notStarted(sellerId, period, options, open.isPresent()).orElseGet(() -> launch.launch(
                requests.ofNewRun(sellerId, period, options), options.until(),
                open.map(InvoicingRun::id).orElse(0L)));
    }

    /**
     * Why there is no run of a period.
     *
     * @param instead whether a run is given up for it
     */
    private Optional<PeriodOutcome> notStarted(String sellerId, BillingPeriod period, RunOptions options,
            boolean instead) {
        var awaited = due.awaitedSources(period);
        if (!awaited.isEmpty()) {
            requests.ofNewRun(sellerId, period, options);
            return Optional.of(outcomes.awaitingUsage(period, awaited));
        }
        if (!instead && !due.isDue(period)) {
            requests.requireUsage(period, options);
            return Optional.of(new PeriodOutcome(period, ExitCode.DONE, "nothing to invoice in " + period
                    + (requests.runs().issuing(Optional.of(period)).isEmpty() ? "" : ": it is finished")));
        }
        return Optional.empty();
    }
}
