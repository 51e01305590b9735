package org.billinggroups.job;

import java.sql.SQLException;
import org.billinggroups.document.CheckDrafts;
import org.billinggroups.drafting.DraftInvoices;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.usage.UsageIndex;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/** The steps that draft the invoices of a bucket of groups, and check them as invoices. */
@Component
record DraftSteps(InvoicingRuns runs, DraftInvoices draftInvoices, CheckDrafts checkDrafts, RunSeals seals,
        UsageIndex usageIndex, StopSignal stop, StepProgress progress) {
    RepeatStatus draft(StepExecution step) throws SQLException, JobInterruptedException {
        try {
            int groups = draftInvoices.draft(RunParameters.run(runs, step), RunParameters.bucket(step),
                    stop::isRequested);
            step.setWriteCount(groups);
            progress.advance(step, groups);
            return RepeatStatus.FINISHED;
        } catch (DraftInvoices.StoppedException e) {
            throw new JobInterruptedException("stopped while drafting", BatchStatus.STOPPED);
        }
    }

    /** The index that helped goes when all buckets are drafted: from then on it would only slow imports down. */
    StepExecutionListener whenDrafted() {
        return new StepExecutionListener() {
            @Override
            public ExitStatus afterStep(StepExecution step) {
                if (step.getStepName().equals(InvoicePeriodJob.DRAFT_STEP)
                        && step.getStatus() == BatchStatus.COMPLETED) {
                    usageIndex.drop(RunParameters.run(runs, step).period());
                }
                return step.getExitStatus();
            }
        };
    }

    RepeatStatus check(StepExecution step) {
        var run = RunParameters.run(runs, step);
        checkDrafts.check(run, RunParameters.bucket(step));
        if (run.kind() == InvoicingRun.Kind.INVOICING) {
            seals.noteContent(run, RunParameters.bucket(step));
        }
        return RepeatStatus.FINISHED;
    }
}
