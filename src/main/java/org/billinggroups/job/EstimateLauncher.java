package org.billinggroups.job;

import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.OptionalLong;
import org.billinggroups.account.Sellers;
import org.billinggroups.database.SessionLock;
import org.billinggroups.invoice.Estimates;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.RefusedException;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.MembershipRule;
import org.billinggroups.run.MissingUsage;
import org.billinggroups.run.RunRequest;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Estimates the invoices of a period that has not ended, from what is there today. Each estimate replaces the one
 * before; one that is interrupted leaves that in place, unless between the two renames that swap them, when neither is
 * there, and is made afresh the next time.
 */
@Service
public class EstimateLauncher {
    private static final int LOCK_SCOPE = 3;

    private final JdbcConnectionDetails database;
    private final Sellers sellers;
    private final InvoicingRuns runs;
    private final Estimates estimates;
    private final RestartableJobs jobs;
    private final Job estimatePeriod;
    private final InvoicingSettings settings;
    private final RunOutcomes outcomes;
    private final TransactionOperations transaction;
    private final Clock clock;

    EstimateLauncher(JdbcConnectionDetails database, Sellers sellers, InvoicingRuns runs, Estimates estimates,
            RestartableJobs jobs, @Qualifier("estimatePeriod") Job estimatePeriod, InvoicingSettings settings,
            RunOutcomes outcomes, TransactionOperations transaction, Clock clock) {
        this.database = database;
        this.sellers = sellers;
        this.runs = runs;
        this.estimates = estimates;
        this.jobs = jobs;
        this.estimatePeriod = estimatePeriod;
        this.settings = settings;
        this.outcomes = outcomes;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** The period that goes on now. */
    public BillingPeriod present() {
        return BillingPeriod.containing(clock.instant());
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
        if (period.hasEndedAt(clock.instant())) {
            throw new RefusedException("period " + period + " has ended: invoice it with 'billing run " + period + "'");
        }
        OutputFolder.requireUsable(output);
        try (var lock = SessionLock.tryAcquire(database, LOCK_SCOPE, sellerId + " " + period)
                .orElseThrow(() -> new AlreadyRunningException(sellerId))) {
            var request = new RunRequest(InvoicingRun.Kind.ESTIMATE, sellerId, period,
                    runs.nextAttempt(sellerId, period), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC), output,
                    MembershipRule.ofCode(settings.membership()), true, settings.buckets(),
                    settings.totals(false, sellers.require().currency()), settings.isZeroPricedHidden(), false,
                    MissingUsage.Consent.OF_ESTIMATE);
            jobs.run(estimatePeriod, RunParameters.of(request, "", 0), "estimating " + period);
            var run = runs.find(sellerId, period, request.attempt()).orElseThrow();
            transaction.executeWithoutResult(status -> {
                estimates.discard(period, OptionalLong.of(run.id()));
                runs.finish(run.id());
            });
            return outcomes.estimated(run);
        }
    }
}
