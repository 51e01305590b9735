package org.billinggroups.job;

import org.jspecify.annotations.Nullable;

/** Hears how far a job is. */
public interface Progress {
    /**
     * A step of a job.
     *
     * @param period the period that is invoiced, such as {@code 2026-10}; null if it is no step of an invoicing run
     * @param attempt which attempt at the period it is; null likewise
     */
    record Step(String name, @Nullable String period, @Nullable Long attempt) {}

    /** A step has started. */
    void started(Step step);

    /** Something is to be known that does not stop the job. */
    void warned(String warning);

    /** A step has done so much by now. */
    void advanced(String step, long done);

    /** A step has ended after doing so much. */
    void ended(Step step, long done, long millis);
}
