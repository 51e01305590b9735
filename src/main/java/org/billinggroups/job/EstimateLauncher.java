package org.billinggroups.job;

import java.nio.file.Path;
import java.util.Optional;
import org.billinggroups.account.Sellers;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Estimates;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;

/**
 * Estimates the invoices of a period that has not ended, from what is there today. Each estimate replaces the one
 * before; one that is interrupted leaves that in place, unless between the two renames that swap them, when neither is
 * there, and is made afresh the next time.
 */
@Service
public class EstimateLauncher {
    private final JdbcConnectionDetails database;
    private final Sellers sellers;
    private final InvoicingRuns runs;
    private final Estimates estimates;
    private final RestartableJobs jobs;
    private final Job estimatePeriod;
    private final RunRequests requests;
    private final RunOutcomes outcomes;

    EstimateLauncher(JdbcConnectionDetails database, Sellers sellers, InvoicingRuns runs, Estimates estimates,
            RestartableJobs jobs, @Qualifier("estimatePeriod") Job estimatePeriod, RunRequests requests,
            RunOutcomes outcomes) {
        this.database = database;
        this.sellers = sellers;
        this.runs = runs;
        this.estimates = estimates;
        this.jobs = jobs;
        this.estimatePeriod = estimatePeriod;
        this.requests = requests;
        this.outcomes = outcomes;
    }

    /** The current period. */
    public BillingPeriod present() {
        return requests.present();
    }

    /**
     * Estimates a period.
     *
     * @param output the folder under which {@code estimates/<period>} appears
     * @throws RefusedException if the period has ended
     * @throws AlreadyRunningException if another process is estimating it
     */
    public PeriodOutcome estimate(BillingPeriod period, Path output) {
        var sellerId = sellers.require().id();
        requests.requireGoingOn(period);
        OutputFolder.requireUsable(output);
        try (var lock = SessionLock.tryAcquire(database, LockScope.ESTIMATE, sellerId + " " + period)
                .orElseThrow(() -> new AlreadyRunningException(sellerId, Optional.empty()))) {
            var request = requests.ofEstimate(sellerId, period, output);
            jobs.run(estimatePeriod, RunParameters.of(request, "", 0), request, "estimating " + period);
            var run = runs.find(sellerId, period, request.attempt()).orElseThrow();
            estimates.replaceBy(run);
            return outcomes.estimated(run);
        }
    }
}
