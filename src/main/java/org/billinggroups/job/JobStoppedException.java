package org.billinggroups.job;

import org.billinggroups.file.BillingException;

/** A job stopped on request; starting it again resumes it. */
public final class JobStoppedException extends BillingException {
    private static final long serialVersionUID = 1L;

    JobStoppedException(String what) {
        super(what + " stopped on request; the same command continues where it stopped");
    }
}
