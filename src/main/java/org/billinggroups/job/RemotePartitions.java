package org.billinggroups.job;

import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.billinggroups.database.FencedTransactionManager;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.ProgramVersion;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.partition.support.AbstractPartitionHandler;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Leaves the parts of a step to workers, and waits until all of them have ended. It takes none itself. */
@Component
@EnableConfigurationProperties(WorkerSettings.class)
class RemotePartitions extends AbstractPartitionHandler {
    private static final long PAUSE_MILLIS = 250;

    private final JobRepository repository;
    private final JdbcClient jdbc;
    private final PartitionQueue queue;
    private final Workers workers;
    private final InvoicingRuns runs;
    private final FencedTransactionManager transactions;
    private final StopSignal stop;
    private final Waiting waiting;

    RemotePartitions(JobRepository repository, JdbcClient jdbc, PartitionQueue queue, Workers workers,
            InvoicingRuns runs, FencedTransactionManager transactions, StopSignal stop, Waiting waiting) {
        this.repository = repository;
        this.jdbc = jdbc;
        this.queue = queue;
        this.workers = workers;
        this.runs = runs;
        this.transactions = transactions;
        this.stop = stop;
        this.waiting = waiting;
    }

    /** What bounds the wait, and who hears of it. */
    @Component
    record Waiting(WorkerSettings settings, StepProgress progress, ObjectProvider<Progress> console) {}

    /** How far the parts are: what changes when any of them moves. */
    private record Parts(long open, long done, long moved) {}

    @Override
    protected Set<StepExecution> doHandle(StepExecution manager, Set<StepExecution> parts) throws Exception {
        if (parts.isEmpty()) {
            // All were done when the run was killed, before it noted that the step is.
            return parts;
        }
        var run = RunParameters.run(runs, manager);
        WorkersToken.write(run.output(), transactions.epoch());
        try {
            queue.clear();
            for (var part : parts) {
                queue.send(new PartitionRequest(part.getId(), part.getStepName(), run.sellerId(), transactions.epoch(),
                        ProgramVersion.current(), run.output().toString()));
            }
            await(manager, parts);
        } finally {
            queue.clear();
            WorkersToken.remove(run.output(), transactions.epoch());
        }
        Set<StepExecution> ended = new LinkedHashSet<>();
        for (var part : parts) {
            var end = Objects.requireNonNull(repository.getStepExecution(part.getId()));
            // What later steps look at.
            part.setStatus(end.getStatus());
            part.setExecutionContext(end.getExecutionContext());
            ended.add(end);
        }
        requireNoFailure(ended);
        return ended;
    }

    private void await(StepExecution manager, Set<StepExecution> parts) throws InterruptedException,
            JobInterruptedException {
        var ids = parts.stream().map(StepExecution::getId).collect(Collectors.toSet());
        var watch = new Watch(manager);
        while (watch.isAnyOpen(parts(ids))) {
            if (stop.isRequested()) {
                throw new JobInterruptedException("stopped while workers work", BatchStatus.STOPPED);
            }
            watch.requireWorker();
            watch.freePartsThatHang();
            Thread.sleep(PAUSE_MILLIS);
        }
    }

    /** What was seen of the parts and of workers, and when. */
    private final class Watch {
        private final StepExecution manager;
        private @Nullable Parts last;
        private long reported;
        private long moved = System.nanoTime();
        private long workerSeen = System.nanoTime();
        private boolean told;

        Watch(StepExecution manager) {
            this.manager = manager;
        }

        boolean isAnyOpen(Parts now) {
            if (now.done > reported) {
                waiting.progress.advance(manager, now.done - reported);
                reported = now.done;
            }
            if (!now.equals(last)) {
                last = now;
                moved = System.nanoTime();
            }
            return now.open > 0;
        }

        void requireWorker() {
            if (!workers.names().isEmpty()) {
                workerSeen = System.nanoTime();
                return;
            }
            if (!told) {
                told = true;
                waiting.console.ifAvailable(console -> console.warned("there is no worker: start 'billing worker' "
                        + "on machines that share database and output folder"));
            }
            if (isOver(workerSeen, waiting.settings.timeout())) {
                throw new RemoteFailureException(JobFailedException.class.getName(), "there was no worker for "
                        + waiting.settings.timeout().toSeconds() + " s (billing.workers.timeout)");
            }
        }

        void freePartsThatHang() {
            if (isOver(moved, waiting.settings.hungAfter())) {
                workers.endSessionsOfBusy();
                moved = System.nanoTime();
            }
        }
    }

    private static boolean isOver(long since, Duration limit) {
        return System.nanoTime() - since > limit.toNanos();
    }

    private Parts parts(Set<Long> ids) {
        return jdbc.sql("""
                SELECT count(*) FILTER (WHERE status IN ('STARTING', 'STARTED', 'STOPPING', 'UNKNOWN')) AS open,
                    coalesce(sum(write_count), 0) AS done, sum(version) AS moved
                FROM batch_step_execution WHERE step_execution_id IN (:ids)
                """).param("ids", ids).query(Parts.class).single();
    }

    private static void requireNoFailure(Set<StepExecution> ended) {
        for (var part : ended) {
            var context = part.getExecutionContext();
            if (part.getStatus() == BatchStatus.FAILED && context.containsKey(PartitionWorker.FAILURE_TYPE)) {
                var type = context.getString(PartitionWorker.FAILURE_TYPE);
                var message = context.getString(PartitionWorker.FAILURE_MESSAGE);
                if (type.isEmpty()) {
                    throw new IllegalStateException(message);
                }
                throw new RemoteFailureException(type, message);
            }
        }
    }
}
