package org.billinggroups.job;

import org.billinggroups.file.BillingException;

/** A job failed for a reason outside of the product, such as a lost database; starting it again resumes it. */
public final class JobFailedException extends BillingException {
    private static final long serialVersionUID = 1L;

    JobFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}
