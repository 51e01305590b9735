package org.billinggroups.job;

import org.billinggroups.file.BillingException;

/** A job stopped on request. */
public final class JobStoppedException extends BillingException {
    private static final long serialVersionUID = 1L;

    private JobStoppedException(String message) {
        super(message);
    }

    /** One that goes on where it stopped. */
    static JobStoppedException resumable(String what) {
        return new JobStoppedException(what + " stopped on request; the same command continues where it stopped");
    }

    /** One that has kept nothing, and begins anew. */
    static JobStoppedException withoutResult(String what) {
        return new JobStoppedException(
                what + " stopped on request; nothing is kept, and the same command begins again");
    }
}
