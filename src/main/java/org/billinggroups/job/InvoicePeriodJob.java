package org.billinggroups.job;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.billinggroups.audit.CheckedParts;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRuns;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.configuration.annotation.StepScope;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.partition.Partitioner;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.core.step.tasklet.Tasklet;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.SimpleAsyncTaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * The invoicing job, one run of one period, and the job that estimates a period. Partitioned steps work on buckets of
 * groups at the same time; the plan of buckets is frozen with the inputs, so that a restart deals the same way.
 *
 * <p>Each step may be killed at any instant and run again: its writes are in one transaction, or replace what is there
 * by the same. A run that has issued nothing has no folder, so the steps after issuing have nothing to do.
 */
@Configuration(proxyBeanMethods = false)
class InvoicePeriodJob {
    static final String NAME = "invoicePeriod";
    static final String ESTIMATE = "estimatePeriod";
    static final String FREEZE_STEP = "freezeInputs";
    static final String DRAFT_STEP = "draftInvoices";
    static final String CHECK_STEP = "checkDrafts";
    static final String APPROVAL_STEP = "awaitApproval";
    static final String ISSUE_STEP = "issueInvoices";
    static final String RENDER_STEP = "renderDocuments";
    static final String POST_STEP = "postLedger";
    static final String CHECK_DOCUMENTS_STEP = "checkDocuments";
    private static final String BUCKET = "Bucket";

    private final JobRepository repository;
    private final PlatformTransactionManager transactions;
    private final FreezeSteps inputs;
    private final DraftSteps drafts;
    private final IssueSteps invoices;
    private final DocumentSteps documents;
    private final StopSignal stop;
    private final StepProgress progress;
    private final InvoicingSettings settings;
    private final ObjectProvider<RemotePartitions> remote;
    private final Map<String, Step> bucketSteps = new ConcurrentHashMap<>();

    InvoicePeriodJob(JobRepository repository, PlatformTransactionManager transactions, Steps steps, StopSignal stop,
            StepProgress progress, InvoicingSettings settings, ObjectProvider<RemotePartitions> remote) {
        this.repository = repository;
        this.transactions = transactions;
        this.inputs = steps.inputs;
        this.drafts = steps.drafts;
        this.invoices = steps.invoices;
        this.documents = steps.documents;
        this.stop = stop;
        this.progress = progress;
        this.settings = settings;
        this.remote = remote;
    }

    /** The methods of the steps. */
    @Component
    record Steps(FreezeSteps inputs, DraftSteps drafts, IssueSteps invoices, DocumentSteps documents) {}

    @Bean
    Job invoicePeriod(Partitioner buckets) {
        return new JobBuilder(NAME, repository)
                .start(step(FREEZE_STEP, inputs::freeze))
                .next(shared(DRAFT_STEP, buckets))
                .next(shared(CHECK_STEP, buckets))
                .next(step(APPROVAL_STEP, invoices::awaitApproval))
                .next(step(ISSUE_STEP, invoices::issue))
                .next(shared(RENDER_STEP, buckets))
                .next(shared(POST_STEP, buckets))
                .next(shared(CHECK_DOCUMENTS_STEP, withWholes(buckets), true))
                .next(step("reconcile", documents::reconcile))
                .next(step("publish", documents::publish))
                .build();
    }

    /** The drafts of the current period, as documents that say that they are estimates. */
    @Bean
    Job estimatePeriod(Partitioner buckets) {
        return new JobBuilder(ESTIMATE, repository)
                .start(step(FREEZE_STEP, inputs::freezeEstimate))
                .next(partitioned(DRAFT_STEP, drafts::draft, buckets))
                .next(partitioned(CHECK_STEP, drafts::check, buckets))
                .next(partitioned("renderEstimates", documents::renderEstimates, buckets))
                .next(step("publishEstimates", documents::publishEstimates))
                .build();
    }

    /** One part of the work of a step, in a transaction of its own. */
    @FunctionalInterface
    private interface Work {
        RepeatStatus doNext(StepExecution step) throws Exception;
    }

    private Step step(String name, Work work) {
        return step(name, work, false);
    }

    private Step step(String name, Work work, boolean each) {
        Tasklet tasklet = (contribution, context) -> work.doNext(contribution.getStepExecution());
        return new StepBuilder(name, repository).tasklet(tasklet, transactions).allowStartIfComplete(each)
                .listener(stop).listener(progress).listener(stopBefore()).listener(failureNoted()).build();
    }

    /** A step whose parts workers may take. */
    private Step shared(String name, Partitioner buckets) {
        return shared(name, buckets, false);
    }

    /** @param each whether each execution of the job does it again, since what it finds holds only for a moment */
    private Step shared(String name, Partitioner buckets, boolean each) {
        if (!settings.isRemote()) {
            return partitioned(name, work(name), buckets, each);
        }
        return new StepBuilder(name, repository).partitioner(name + BUCKET, buckets)
                .partitionHandler(remote.getObject()).allowStartIfComplete(each).listener(stop).listener(progress)
                .listener(stopBefore())
                .listener(drafts.whenDrafted()).build();
    }

    private Work work(String name) {
        return switch (name) {
            case DRAFT_STEP -> drafts::draft;
            case CHECK_STEP -> drafts::check;
            case RENDER_STEP -> documents::render;
            case POST_STEP -> documents::post;
            case CHECK_DOCUMENTS_STEP -> documents::check;
            default -> throw new IllegalArgumentException("no worker knows " + name);
        };
    }

    /** What a worker does of a step, by the name of its part without the bucket. */
    Step bucketStep(String name) {
        return bucketSteps.computeIfAbsent(name, part -> step(part, work(part.replace(BUCKET, ""))));
    }

    private Step partitioned(String name, Work work, Partitioner buckets) {
        return partitioned(name, work, buckets, false);
    }

    private Step partitioned(String name, Work work, Partitioner buckets, boolean each) {
        var executor = new SimpleAsyncTaskExecutor(name + "-");
        executor.setConcurrencyLimit(Runtime.getRuntime().availableProcessors());
        return new StepBuilder(name, repository).partitioner(name + BUCKET, buckets)
                .step(step(name + BUCKET, work, each)).taskExecutor(executor).allowStartIfComplete(each)
                .listener(stop).listener(progress).listener(stopBefore()).listener(drafts.whenDrafted()).build();
    }

    /** First a partition for all that concerns the whole run: the usage of all buckets takes longest. */
    private static Partitioner withWholes(Partitioner buckets) {
        return gridSize -> {
            Map<String, ExecutionContext> contexts = new LinkedHashMap<>();
            for (var what : CheckedParts.Whole.values()) {
                contexts.put(DocumentSteps.partition(what), new ExecutionContext());
            }
            contexts.putAll(buckets.partition(gridSize));
            return contexts;
        };
    }

    /** Another process may have asked for it. */
    private static StepExecutionListener failureNoted() {
        return new StepExecutionListener() {
            @Override
            public @Nullable ExitStatus afterStep(StepExecution step) {
                PartitionWorker.noteFailure(step);
                return null; // as it ended
            }
        };
    }

    /** Stops a step before it does anything; of a partitioned step each partition, since its manager does not look. */
    private static StepExecutionListener stopBefore() {
        return new StepExecutionListener() {
            @Override
            public void beforeStep(StepExecution step) {
                var stop = step.getJobExecution().getJobParameters().getString(RunParameters.STOP_BEFORE, "");
                var name = step.getStepName();
                if (name.equals(stop) || name.startsWith(stop + BUCKET + ":")) {
                    step.setTerminateOnly();
                }
            }
        };
    }

    @Bean
    @StepScope
    Partitioner buckets(InvoicingRuns runs, FrozenInputs frozen, @Value("#{stepExecution}") StepExecution manager) {
        return gridSize -> contexts(frozen.buckets(RunParameters.run(runs, manager).id()));
    }

    /** One partition for each bucket, which its name tells. */
    private static Map<String, ExecutionContext> contexts(List<Integer> buckets) {
        Map<String, ExecutionContext> contexts = new LinkedHashMap<>();
        for (int bucket : buckets.isEmpty() ? List.of(0) : buckets) {
            contexts.put(Integer.toString(bucket), new ExecutionContext());
        }
        return contexts;
    }
}
