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
import org.billinggroups.run.InvoicingRuns;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Service;

/** Starts and resumes invoicing runs, one process at a time for a seller. */
@Service
@EnableConfigurationProperties({ InvoicingSettings.class, ReviewSettings.class, UsageSettings.class })
public class InvoicingLauncher {
    private final SellerLock lock;
    private final Sellers sellers;
    private final InvoicingRuns runs;
    private final DuePeriods due;
    private final RunRequests requests;
    private final RunLaunch launch;
    private final RunOutcomes outcomes;
    private final PublishCorrections corrections;

    InvoicingLauncher(SellerLock lock, Sellers sellers, InvoicingRuns runs, DuePeriods due, RunRequests requests,
            RunLaunch launch, RunOutcomes outcomes, PublishCorrections corrections) {
        this.lock = lock;
        this.sellers = sellers;
        this.runs = runs;
        this.due = due;
        this.requests = requests;
        this.launch = launch;
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
        for (var period : options.period().map(List::of).orElseGet(due::ended)) {
            var outcome = runPeriod(sellerId, period, options);
            told.accept(outcome);
            all.add(outcome);
        }
        return all;
    }

    /**
     * Finds out whether a new run of the period asked for would be refused, changing nothing, for a caller that holds
     * the seller's lock.
     *
     * @throws RefusedException if so
     */
    void requireStartable(String sellerId, RunOptions options) {
        launch.requireStartable(requests.ofNewRun(sellerId, options.period().orElseThrow(), options));
    }

    private PeriodOutcome runPeriod(String sellerId, BillingPeriod period, RunOptions options) {
        requests.requireEnded(period);
        var open = runs.findOpen(sellerId, period);
        if (open.isPresent() && !options.discardDrafts()) {
            return launch.launch(requests.ofOpenRun(open.get(), options), options.until(), 0);
        }
        open.ifPresent(DiscardDrafts::requireDiscardable);
        var awaited = due.awaitedSources(period);
        if (open.isEmpty() && awaited.isEmpty() && !due.isDue(period)) {
            requests.requireUsage(period, options);
            return new PeriodOutcome(period, ExitCode.DONE, "nothing to invoice in " + period
                    + (runs.issuing(Optional.of(period)).isEmpty() ? "" : ": it is finished"));
        }
        var request = requests.ofNewRun(sellerId, period, options);
        return awaited.isEmpty()
                ? launch.launch(request, options.until(), open.map(InvoicingRun::id).orElse(0L))
                : outcomes.awaitingUsage(period, awaited);
    }
}
