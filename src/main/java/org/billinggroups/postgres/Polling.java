package org.billinggroups.postgres;

import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Waiting for another process, in short steps and never without a limit. */
final class Polling {
    private Polling() {}

    /** Looks whether what is waited for is there. */
    interface Look<T> {
        Optional<T> now() throws IOException;
    }

    /**
     * Looks again and again until there is something.
     *
     * @param what what is waited for, for the message
     * @throws DatabaseUnavailableException if it is not there within the limit, or the thread is interrupted
     */
    static <T> T await(String what, Duration limit, Look<T> look) throws IOException {
        var waiting = new Waiting();
        while (true) {
            Optional<T> found = look.now();
            if (found.isPresent()) {
                return found.get();
            }
            waiting.more(what, limit);
        }
    }

    static void pause(Duration time) {
        try {
            Thread.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DatabaseUnavailableException("interrupted while waiting for the database", e);
        }
    }
}
