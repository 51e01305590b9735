package org.billinggroups.job;

import java.io.IOException;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.billinggroups.audit.CheckedParts;
import org.billinggroups.audit.CheckedParts.Whole;
import org.billinggroups.database.FencedTransactionManager;
import org.billinggroups.document.RenderDocuments;
import org.billinggroups.document.RenderDocuments.Place;
import org.billinggroups.ledger.LedgerCsv;
import org.billinggroups.ledger.PostLedger;
import org.billinggroups.publication.Publishing;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.stereotype.Component;

/** The steps that make the files of issued invoices, post them, prove both and publish. */
@Component
class DocumentSteps {
    private static final int DOCUMENTS_AT_ONCE = 25;
    /** Where a partition notes that all that it checked is right. */
    private static final String RIGHT = "right";

    private final InvoicingRuns runs;
    private final RenderDocuments renderDocuments;
    private final PostLedger postLedger;
    private final LedgerCsv ledgerCsv;
    private final Publishing publishing;
    private final StepProgress progress;
    private final FencedTransactionManager transactions;
    /** Up to where each execution of a partition has rendered. A further execution looks at all again. */
    private final Map<Long, Place> rendered = new ConcurrentHashMap<>();

    DocumentSteps(InvoicingRuns runs, RenderDocuments renderDocuments, PostLedger postLedger, LedgerCsv ledgerCsv,
            Publishing publishing, StepProgress progress, FencedTransactionManager transactions) {
        this.transactions = transactions;
        this.runs = runs;
        this.renderDocuments = renderDocuments;
        this.postLedger = postLedger;
        this.ledgerCsv = ledgerCsv;
        this.publishing = publishing;
        this.progress = progress;
    }

    RepeatStatus render(StepExecution step) throws IOException {
        var run = RunParameters.run(runs, step);
        if (!run.hasIssued()) {
            return RepeatStatus.FINISHED;
        }
        var part = renderDocuments.renderNext(run, RunParameters.bucket(step),
                rendered.getOrDefault(step.getId(), Place.START), DOCUMENTS_AT_ONCE);
        rendered.put(step.getId(), part.last());
        step.setWriteCount(step.getWriteCount() + part.rendered());
        progress.advance(step, part.rendered());
        if (part.looked() > 0) {
            return RepeatStatus.CONTINUABLE;
        }
        rendered.remove(step.getId());
        return RepeatStatus.FINISHED;
    }

    RepeatStatus renderEstimates(StepExecution step) throws IOException {
        int rendered = renderDocuments.renderEstimates(RunParameters.run(runs, step), RunParameters.bucket(step));
        step.setWriteCount(rendered);
        progress.advance(step, rendered);
        return RepeatStatus.FINISHED;
    }

    RepeatStatus post(StepExecution step) throws IOException {
        var run = RunParameters.run(runs, step);
        if (run.hasIssued()) {
            postLedger.post(run, RunParameters.bucket(step));
            ledgerCsv.writePart(run, RunParameters.bucket(step));
        }
        return RepeatStatus.FINISHED;
    }

    /** The name of a partition of {@link #check} that does what concerns the whole run. */
    static String partition(Whole what) {
        return what.name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Whole> whole(StepExecution step) {
        return Arrays.stream(Whole.values()).filter(what -> step.getStepName().endsWith(":" + partition(what)))
                .findFirst();
    }

    /** Checks a bucket, or does what concerns the whole run. */
    RepeatStatus check(StepExecution step) throws IOException {
        var run = RunParameters.run(runs, step);
        var context = step.getExecutionContext();
        context.remove(RIGHT);
        var whole = whole(step);
        if (whole.isPresent()) {
            if (publishing.prepare(run, whole.get())) {
                context.putString(RIGHT, partition(whole.get()));
            }
        } else {
            publishing.check(run, RunParameters.bucket(step)).ifPresent(stamp -> context.putString(RIGHT, stamp));
        }
        return RepeatStatus.FINISHED;
    }

    /** Rests on what this execution of the job checked: after a restart, all is checked again. */
    RepeatStatus reconcile(StepExecution step) throws IOException {
        publishing.reconcile(RunParameters.run(runs, step), checked(step.getJobExecution()));
        return RepeatStatus.FINISHED;
    }

    private static CheckedParts checked(JobExecution job) {
        Map<Integer, String> stamps = new TreeMap<>();
        Set<Whole> wholes = EnumSet.noneOf(Whole.class);
        for (var step : job.getStepExecutions()) {
            var right = step.getExecutionContext().getString(RIGHT, "");
            if (step.getStatus() == BatchStatus.COMPLETED && !right.isEmpty()) {
                whole(step).ifPresentOrElse(wholes::add, () -> stamps.put(RunParameters.bucket(step), right));
            }
        }
        return new CheckedParts(stamps, wholes);
    }

    RepeatStatus publish(StepExecution step) throws IOException {
        var run = RunParameters.run(runs, step);
        publishing.publish(run);
        WorkersToken.remove(run.output(), transactions.epoch());
        return RepeatStatus.FINISHED;
    }

    RepeatStatus publishEstimates(StepExecution step) throws IOException {
        publishing.replace(RunParameters.run(runs, step));
        return RepeatStatus.FINISHED;
    }
}
