package org.billinggroups.job;

import java.io.IOException;
import org.billinggroups.invoice.Estimates;
import org.billinggroups.publication.Publishing;
import org.billinggroups.run.FreezeInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.RunRequest;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/** The first step: what the run starts from is copied, once. */
@Component
record FreezeSteps(InvoicingRuns runs, DiscardDrafts discardDrafts, Estimates estimates,
        JobRequests requests, FreezeInputs freezeInputs, Publishing publishing) {
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
            runs.noteProgram(RunParameters.run(runs, step));
        }
        return RepeatStatus.FINISHED;
    }

    RepeatStatus freezeEstimate(StepExecution step) throws IOException {
        freeze(step);
        publishing.clear(RunParameters.run(runs, step));
        return RepeatStatus.FINISHED;
    }
}
