package org.billinggroups.rehearsal;

import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import org.billinggroups.job.StopSignal;
import org.springframework.stereotype.Component;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Works on parts at the same time, each in a transaction that cannot write. */
@Component
class ReadingThreads {
    private final TransactionTemplate reading;
    private final StopSignal stop;

    ReadingThreads(PlatformTransactionManager transactions, StopSignal stop) {
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
        this.stop = stop;
    }

    /** What is done with a part. */
    @FunctionalInterface
    interface Work {
        /** @param beforeEach to be called from time to time; it throws where all is to end */
        void on(int part, Runnable beforeEach);
    }

    /** @throws org.billinggroups.job.JobStoppedException if the process was asked to stop */
    void requireGoingOn() {
        stop.requireGoingOn("rehearsing");
    }

    /** Does the work on each part, and ends when all are done or one has failed. */
    void each(List<Integer> parts, Work work) {
        var pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        try {
            var ended = new ExecutorCompletionService<Void>(pool);
            parts.forEach(part -> ended.submit(() -> reading.executeWithoutResult(status -> work.on(part, () -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new IllegalStateException("another part has failed");
                }
                requireGoingOn();
            })), null));
            for (int i = 0; i < parts.size(); i++) {
                ended.take().get();
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } finally {
            pool.shutdownNow();
            pool.close();
        }
    }
}
