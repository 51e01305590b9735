package org.billinggroups.job;

import org.billinggroups.audit.OutputFolders;
import org.billinggroups.invoice.Approvals;
import org.billinggroups.invoice.IssueInvoices;
import org.billinggroups.receivable.FrozenReceivables;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/** The steps between drafts and invoices: approval, and numbers. */
@Component
record IssueSteps(InvoicingRuns runs, Approvals approvals, ReviewSettings review, OutputFolders folders,
        IssueInvoices issueInvoices, FrozenReceivables receivables) {
    /** Stops the run here until each draft is decided on. */
    RepeatStatus awaitApproval(StepExecution step) throws JobInterruptedException {
        var run = RunParameters.run(runs, step);
        if (!approvals.undecided(run.id()).isEmpty()) {
            throw new JobInterruptedException("waiting for approval", BatchStatus.STOPPED);
        }
        if (!approvals.isRequired(run.id())) {
            approvals.parkSuspicious(run, review.holdGrowthPercent(), review.holdAbove());
        }
        return RepeatStatus.FINISHED;
    }

    /** Takes back the drafts that are held, now that no decision can come any more, and issues the others. */
    RepeatStatus issue(StepExecution step) {
        var run = RunParameters.run(runs, step);
        folders.requireKnown(run.output());
        runs.noteProgram(run);
        approvals.parkHeld(run);
        int issued = issueInvoices.issue(run);
        if (issued > 0) {
            receivables.freeze(run.id());
        }
        step.setWriteCount(issued);
        return RepeatStatus.FINISHED;
    }
}
