package org.billinggroups.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does things at the same time, as many as there are cores. */
final class AtOnce {
    private AtOnce() {}

    /** Starts all in their order. */
    static <T> List<Future<T>> start(List<Callable<T>> work) {
        if (work.isEmpty()) {
            return List.of();
        }
        var threads = Executors.newFixedThreadPool(Math.min(work.size(), Runtime.getRuntime().availableProcessors()),
                Thread.ofPlatform().name("import-", 1).factory());
        try {
            return work.stream().map(threads::submit).toList();
        } finally {
            threads.shutdown();
        }
    }

    /** Waits for one, and throws what it threw. */
    static <T> T get(Future<T> started) throws IOException {
        try {
            return started.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case IOException thrown -> throw thrown;
                case RuntimeException thrown -> throw thrown;
                case Error thrown -> throw thrown;
                default -> throw new IllegalStateException(e.getCause());
            }
        }
    }
}
