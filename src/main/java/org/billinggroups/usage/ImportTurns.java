package org.billinggroups.usage;

import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.springframework.stereotype.Component;

/**
 * Lets the files of one command be imported at the same time, with the outcome of one after the other: where two have the
 * same rows, the later one has the duplicates. Files may be sent together, but end in their order. One that meets rows of
 * another is staged, and until it has ended, those after it take back what they have sent.
 */
@Component
public class ImportTurns {
    private static final long MILLIS_BETWEEN_STOP_CHECKS = 100;

    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<String> sending = new HashSet<>();
    private final Set<String> wantAlone = new HashSet<>();

    /** Takes the files, by their hashes, in the order of the command. */
    public synchronized void take(List<String> sha256s) {
        waiting.addAll(sha256s);
    }

    /** A file's transaction has ended, however. */
    public synchronized void ended(String sha256) {
        waiting.remove(sha256);
        sending.remove(sha256);
        wantAlone.remove(sha256);
        notifyAll();
    }

    /** Whether other files are imported at the same time. */
    synchronized boolean hasOthers(String sha256) {
        return waiting.size() > 1 && waiting.contains(sha256);
    }

    /** Whether a file may be sent, or go on being sent, while others are; false if one before it has to be alone. */
    synchronized boolean maySend(String sha256) {
        for (var other : waiting) {
            if (other.equals(sha256)) {
                sending.add(sha256);
                return true;
            }
            if (wantAlone.contains(other)) {
                return false;
            }
        }
        return true;
    }

    /** The file has taken back what it sent. */
    synchronized void tookBack(String sha256) {
        sending.remove(sha256);
        notifyAll();
    }

    /** Waits until those before a file have ended; false if one of them has to be alone. */
    synchronized boolean awaitTurn(String sha256, BooleanSupplier stopRequested) {
        while (!isFirst(sha256)) {
            if (!maySend(sha256)) {
                return false;
            }
            pause(stopRequested);
        }
        return true;
    }

    /** Waits until those before a file have ended, and those after it have taken back what they sent. */
    synchronized void awaitAlone(String sha256, BooleanSupplier stopRequested) {
        if (!waiting.contains(sha256)) {
            return;
        }
        wantAlone.add(sha256);
        notifyAll();
        while (!isFirst(sha256) || !sending.isEmpty()) {
            pause(stopRequested);
        }
    }

    private boolean isFirst(String sha256) {
        return !waiting.contains(sha256) || waiting.iterator().next().equals(sha256);
    }

    private void pause(BooleanSupplier stopRequested) {
        if (stopRequested.getAsBoolean()) {
            throw new UsageImport.StoppedException();
        }
        try {
            wait(MILLIS_BETWEEN_STOP_CHECKS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UsageImport.StoppedException();
        }
    }
}
