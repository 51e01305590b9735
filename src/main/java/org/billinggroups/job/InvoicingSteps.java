package org.billinggroups.job;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.billinggroups.audit.OutputFolders;
import org.billinggroups.database.ConnectionsAhead;
import org.billinggroups.document.CheckDrafts;
import org.billinggroups.document.RenderDocuments;
import org.billinggroups.document.RenderDocuments.Place;
import org.billinggroups.drafting.DraftInvoices;
import org.billinggroups.invoice.Approvals;
import org.billinggroups.invoice.IssueInvoices;
import org.billinggroups.invoice.RunSeals;
import org.billinggroups.ledger.LedgerCsv;
import org.billinggroups.ledger.PostLedger;
import org.billinggroups.publication.Publishing;
import org.billinggroups.run.FreezeInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/**
 * What each step of the invoicing job does. Every one may be killed at any instant and run again: its writes are in one
 * transaction, or replace what is there by the same. A run that has issued nothing has no folder, so the steps after
 * issuing have nothing to do.
 */
@Component
class InvoicingSteps {
    private static final int DOCUMENTS_AT_ONCE = 25;

    private final ConnectionsAhead connections;
    private final InvoicingRuns runs;
    private final StopSignal stop;
    private final StepProgress progress;
    private final DiscardDrafts discardDrafts;
    private final FreezeInputs freezeInputs;
    private final DraftInvoices draftInvoices;
    private final CheckDrafts checkDrafts;
    private final Approvals approvals;
    private final ReviewSettings review;
    private final IssueInvoices issueInvoices;
    private final RenderDocuments renderDocuments;
    private final PostLedger postLedger;
    private final LedgerCsv ledgerCsv;
    private final RunSeals seals;
    private final Publishing publishing;
    private final OutputFolders folders;
    /** Up to where each execution of a partition has rendered. A further execution looks at all again. */
    private final Map<Long, Place> rendered = new ConcurrentHashMap<>();

    InvoicingSteps(ConnectionsAhead connections, InvoicingRuns runs, StopSignal stop, StepProgress progress,
            DiscardDrafts discardDrafts, FreezeInputs freezeInputs,
            DraftInvoices draftInvoices,
            CheckDrafts checkDrafts, Approvals approvals, ReviewSettings review, IssueInvoices issueInvoices,
            RenderDocuments renderDocuments,
            PostLedger postLedger,
            LedgerCsv ledgerCsv, RunSeals seals, Publishing publishing, OutputFolders folders) {
        this.folders = folders;
        this.connections = connections;
        this.seals = seals;
        this.runs = runs;
        this.stop = stop;
        this.progress = progress;
        this.discardDrafts = discardDrafts;
        this.freezeInputs = freezeInputs;
        this.draftInvoices = draftInvoices;
        this.checkDrafts = checkDrafts;
        this.approvals = approvals;
        this.review = review;
        this.issueInvoices = issueInvoices;
        this.renderDocuments = renderDocuments;
        this.postLedger = postLedger;
        this.ledgerCsv = ledgerCsv;
        this.publishing = publishing;
    }

    RepeatStatus freeze(StepExecution step) {
        connections.open();
        var parameters = step.getJobExecution().getJobParameters();
        if (runs.find(RunParameters.seller(parameters), RunParameters.period(parameters),
                RunParameters.attempt(parameters)).isEmpty()) {
            if (RunParameters.discards(parameters) != 0) {
                discardDrafts.discard(runs.get(RunParameters.discards(parameters)));
            }
            freezeInputs.freeze(RunParameters.request(parameters));
            runs.noteProgram(run(step));
        }
        return RepeatStatus.FINISHED;
    }

    RepeatStatus draft(StepExecution step) throws SQLException, JobInterruptedException {
        try {
            int groups = draftInvoices.draft(run(step), bucket(step), stop::isRequested);
            step.setWriteCount(groups);
            progress.advance(step, groups);
            return RepeatStatus.FINISHED;
        } catch (DraftInvoices.StoppedException e) {
            throw new JobInterruptedException("stopped while drafting",
                    BatchStatus.STOPPED);
        }
    }

    RepeatStatus check(StepExecution step) {
        var run = run(step);
        checkDrafts.check(run, bucket(step));
        if (run.kind() == InvoicingRun.Kind.INVOICING) {
            seals.noteContent(run, bucket(step));
        }
        return RepeatStatus.FINISHED;
    }

    /** Stops the run here until each draft is decided on. */
    RepeatStatus awaitApproval(StepExecution step) throws JobInterruptedException {
        var run = run(step);
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
        var run = run(step);
        folders.requireKnown(run.output());
        runs.noteProgram(run);
        approvals.parkHeld(run);
        step.setWriteCount(issueInvoices.issue(run));
        return RepeatStatus.FINISHED;
    }

    RepeatStatus render(StepExecution step) throws IOException {
        var run = run(step);
        if (!run.hasIssued()) {
            return RepeatStatus.FINISHED;
        }
        var part = renderDocuments.renderNext(run, bucket(step), rendered.getOrDefault(step.getId(), Place.START),
                DOCUMENTS_AT_ONCE);
        rendered.put(step.getId(), part.last());
        step.setWriteCount(step.getWriteCount() + part.rendered());
        progress.advance(step, part.rendered());
        if (part.looked() > 0) {
            return RepeatStatus.CONTINUABLE;
        }
        rendered.remove(step.getId());
        return RepeatStatus.FINISHED;
    }

    RepeatStatus freezeEstimate(StepExecution step) throws IOException {
        freeze(step);
        publishing.clear(run(step));
        return RepeatStatus.FINISHED;
    }

    RepeatStatus renderEstimates(StepExecution step) throws IOException {
        int rendered = renderDocuments.renderEstimates(run(step), bucket(step));
        step.setWriteCount(rendered);
        progress.advance(step, rendered);
        return RepeatStatus.FINISHED;
    }

    RepeatStatus publishEstimates(StepExecution step) throws IOException {
        publishing.replace(run(step));
        return RepeatStatus.FINISHED;
    }

    RepeatStatus post(StepExecution step) throws IOException {
        var run = run(step);
        if (run.hasIssued()) {
            postLedger.post(run);
            ledgerCsv.write(run, run.buildFolder());
        }
        return RepeatStatus.FINISHED;
    }

    RepeatStatus reconcile(StepExecution step) throws IOException {
        publishing.reconcile(run(step));
        return RepeatStatus.FINISHED;
    }

    RepeatStatus publish(StepExecution step) throws IOException {
        publishing.publish(run(step));
        return RepeatStatus.FINISHED;
    }

    private InvoicingRun run(StepExecution step) {
        JobParameters parameters = step.getJobExecution().getJobParameters();
        return runs.find(RunParameters.seller(parameters), RunParameters.period(parameters),
                RunParameters.attempt(parameters)).orElseThrow();
    }

    /**
     * The bucket by the name of its partition. Its context would say the same, but Batch stores a partition and its
     * context one after the other, so that of one whose process died between is empty for ever.
     */
    private static int bucket(StepExecution step) {
        return Integer.parseInt(step.getStepName().substring(step.getStepName().lastIndexOf(':') + 1));
    }
}
