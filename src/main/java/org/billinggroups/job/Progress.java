package org.billinggroups.job;

/** Hears how far a job is. */
public interface Progress {
    /** A step has started. */
    void started(String step);

    /** Something is to be known that does not stop the job. */
    void warned(String warning);

    /** A step has done so much by now. */
    void advanced(String step, long done);

    /** A step has ended after doing so much. */
    void ended(String step, long done, long millis);
}
