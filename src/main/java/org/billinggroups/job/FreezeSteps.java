package org.billinggroups.job;

import java.io.IOException;
import org.billinggroups.invoice.Estimates;
import org.billinggroups.publication.Publishing;
import org.billinggroups.run.FreezeInputs;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.RunRequest;
import org.billinggroups.usage.UsageIndex;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/** The first step: what the run starts from is copied, once. */
@Component
record FreezeSteps(InvoicingRuns runs, DiscardDrafts discardDrafts, Estimates estimates,
        JobRequests requests, FreezeInputs freezeInputs, FrozenInputs frozen, UsageIndex usageIndex,
        Publishing publishing) {
    /** What waits for imports comes in a transaction of its own, in which no import waits for it. */
    RepeatStatus freeze(StepExecution step) {
        var parameters = step.getJobExecution().getJobParameters();
        if (RunParameters.find(runs, step).isEmpty()) {
            if (RunParameters.discards(parameters) != 0) {
                discardDrafts.discard(runs.get(RunParameters.discards(parameters)));
            }
            var request = requests.of(step, RunRequest.class);
            if (request.kind() == InvoicingRun.Kind.INVOICING) {
                estimates.discard(request.period());
            }
            freezeInputs.freeze(request);
            OutputFolder.make(request.output());
            runs.noteProgram(RunParameters.run(runs, step));
            return RepeatStatus.CONTINUABLE;
        }
        var run = RunParameters.run(runs, step);
        usageIndex.prepare(run.period(), frozen.buckets(run.id()).size());
        return RepeatStatus.FINISHED;
    }

    RepeatStatus freezeEstimate(StepExecution step) throws IOException {
        var status = freeze(step);
        publishing.clear(RunParameters.run(runs, step));
        return status;
    }
}
