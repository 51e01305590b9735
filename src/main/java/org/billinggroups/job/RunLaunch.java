package org.billinggroups.job;

import org.billinggroups.invoice.Approvals;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.RunRequest;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Starts the job for a run, or lets it continue, and says what came of it. */
@Component
record RunLaunch(RestartableJobs jobs, @Qualifier("invoicePeriod") Job invoicePeriod, InvoicingRuns runs,
        Approvals approvals, RunOutcomes outcomes, StopSignal stop,
        TransactionOperations transaction) {
    /**
     * @param discards the key of the unfinished run in whose place this one comes, or 0
     * @throws JobStoppedException if it was stopped and waits for nothing
     */
    PeriodOutcome launch(RunRequest request, RunOptions.Until until, long discards) {
        var parameters = RunParameters.of(request, until.stopBefore(), discards);
        if (!jobs.isComplete(invoicePeriod, parameters)) {
            try {
                jobs.run(invoicePeriod, parameters, request, "invoicing " + request.period());
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
