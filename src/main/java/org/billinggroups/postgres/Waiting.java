package org.billinggroups.postgres;

import java.time.Duration;

/** A wait in short steps that has a limit; what takes longer than a moment is reported to whoever waits. */
final class Waiting {
    private static final Duration STEP = Duration.ofMillis(5);
    private static final Duration MOMENT = Duration.ofSeconds(3);

    private final long start = System.nanoTime();
    private boolean told;

    /**
     * Waits a step more.
     *
     * @param what what is waited for, for the message
     * @throws DatabaseUnavailableException if that took longer than the limit, or the thread is interrupted
     */
    void more(String what, Duration limit) {
        if (isOver(what, limit)) {
            throw new DatabaseUnavailableException("waited " + limit.toSeconds() + " s in vain for " + what, null);
        }
    }

    /** Waits a step more, unless that took longer than the limit: then true. */
    boolean isOver(String what, Duration limit) {
        long waited = System.nanoTime() - start;
        if (waited > limit.toNanos()) {
            return true;
        }
        if (!told && waited > MOMENT.toNanos()) {
            told = true;
            System.err.println("billing: waiting for " + what);
        }
        Polling.pause(STEP);
        return false;
    }
}
