package org.billinggroups.job;

import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.billinggroups.database.DatabaseFailure;
import org.billinggroups.database.FencedTransactionManager;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.billinggroups.file.BillingException;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.Unusable;
import org.billinggroups.postgres.DatabaseUnavailableException;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.billinggroups.run.ProgramVersion;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;

/**
 * Works on parts of steps of a run in another process. Three things keep two workers from writing the same: the epoch
 * of the run's lock, which each writing transaction checks; a session lock for each part, which proves that whoever had
 * it before is dead; and the version of the part's execution, which Spring Batch checks in the transaction of its rows.
 */
@Service
public class PartitionWorker {
    /** What a failed part leaves for the process that asked. */
    static final String FAILURE_TYPE = "failureType";
    static final String FAILURE_MESSAGE = "failureMessage";

    private static final long PAUSE_MILLIS = 250;
    private static final long BUSY_MILLIS = 1000;

    private final PartitionQueue queue;
    private final InvoicePeriodJob job;
    private final JobRepository repository;
    private final JdbcConnectionDetails database;
    private final FencedTransactionManager transactions;
    private final StopSignal stop;
    private final ObjectProvider<EmbeddedPostgres> embedded;

    PartitionWorker(PartitionQueue queue, InvoicePeriodJob job, JobRepository repository,
            JdbcConnectionDetails database, FencedTransactionManager transactions, StopSignal stop,
            ObjectProvider<EmbeddedPostgres> embedded) {
        this.embedded = embedded;
        this.queue = queue;
        this.job = job;
        this.repository = repository;
        this.database = database;
        this.transactions = transactions;
        this.stop = stop;
    }

    /**
     * Works until the process is asked to stop, or nothing is asked for so long.
     *
     * @param threads how many parts at a time
     * @param untilIdle how long to wait for a request; for ever if absent
     * @param told hears of each part that ended
     * @return how many parts it worked on
     * @throws RefusedException if it cannot do what is asked: another version, or another folder
     * @throws DatabaseUnavailableException if the server of the data folder is lost
     */
    public int run(int threads, Optional<Duration> untilIdle, Consumer<String> told) throws InterruptedException {
        stop.leaveStepsAlone();
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                all.add(pool.submit(loop(untilIdle, told)));
            }
            int done = 0;
            for (var one : all) {
                done += one.get();
            }
            return done;
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e);
        }
    }

    private Callable<Integer> loop(Optional<Duration> untilIdle, Consumer<String> told) {
        return () -> {
            int done = 0;
            long idleSince = System.nanoTime();
            while (!stop.isEnding()) {
                List<String> ended = new ArrayList<>();
                if (take(ended, told)) {
                    idleSince = System.nanoTime();
                    done += ended.size();
                    ended.forEach(told);
                } else if (untilIdle.isPresent() && System.nanoTime() - idleSince > untilIdle.get().toNanos()) {
                    return done;
                } else {
                    Thread.sleep(PAUSE_MILLIS);
                }
            }
            return done;
        };
    }

    /**
     * Whether there was a request; where the database is gone, or ended the session, it is asked again later. Only a
     * lost server of the data folder is not waited for: nobody can start it again while this process uses it.
     */
    private boolean take(List<String> ended, Consumer<String> told) {
        try {
            return queue.take(request -> work(request, ended));
        } catch (RefusedException e) {
            throw e;
        } catch (RuntimeException e) {
            embedded.ifAvailable(this::requireAnswer);
            told.accept("tries again: " + DatabaseFailure.message(RestartableJobs.rootOf(e)));
            pause();
            return true;
        }
    }

    private void requireAnswer(EmbeddedPostgres server) {
        try {
            server.requireAnswer();
        } catch (DatabaseUnavailableException e) {
            stop.request();
            throw e;
        }
    }

    /** Whether the request is done with. */
    private boolean work(PartitionRequest request, List<String> ended) {
        if (!request.version().equals(ProgramVersion.current())) {
            refuse("the run is worked on by version " + request.version() + ", and this is "
                    + ProgramVersion.current() + ": start a worker of that version");
        }
        var lock = SessionLock.tryAcquire(database, LockScope.PARTITION, Long.toString(request.stepExecutionId()),
                Workers.ownName());
        if (lock.isEmpty()) {
            pause();
            queue.send(request);
            return true;
        }
        try (var held = lock.get()) {
            var part = repository.getStepExecution(request.stepExecutionId());
            if (part == null || !isOpen(part.getStatus())) {
                return true;
            }
            if (!Files.exists(WorkersToken.of(Path.of(request.output()), request.epoch()))) {
                refuse("the output folder " + request.output() + " is not the one of the run, or not shared with it: "
                        + "mount it here as well");
            }
            transactions.fenceThread(request.seller(), request.epoch());
            execute(request, part);
            if (part.getStatus() == BatchStatus.UNKNOWN) {
                return false;
            }
            ended.add(request.step() + ": " + part.getStatus());
            return true;
        } finally {
            transactions.unfenceThread();
        }
    }

    /** The other threads of this process take nothing more either. */
    private void refuse(String reason) {
        stop.request();
        throw new RefusedException(reason);
    }

    private void execute(PartitionRequest request, StepExecution part) {
        try {
            job.bucketStep(request.work()).execute(part);
        } catch (JobInterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Unknown is one whose worker lost its sessions, and lived to note that. Its request is here once more. */
    private static boolean isOpen(BatchStatus status) {
        return status == BatchStatus.STARTING || status == BatchStatus.STARTED || status == BatchStatus.UNKNOWN;
    }

    /** Leaves for the asking process what failed, as it would hear of it itself. */
    static void noteFailure(StepExecution part) {
        for (var failure : part.getFailureExceptions()) {
            var cause = RestartableJobs.rootOf(failure);
            var unusable = cause instanceof FileSystemException file
                    ? Unusable.reason(file).map(reason -> Unusable.sentence(file, reason))
                    : Optional.<String>empty();
            var type = unusable.isPresent() ? RefusedException.class : cause.getClass();
            part.getExecutionContext().putString(FAILURE_TYPE,
                    BillingException.class.isAssignableFrom(type) ? type.getName() : "");
            part.getExecutionContext().putString(FAILURE_MESSAGE,
                    unusable.orElseGet(() -> String.valueOf(cause.getMessage())));
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BUSY_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
