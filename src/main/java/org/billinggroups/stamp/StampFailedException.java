package org.billinggroups.stamp;

import org.billinggroups.file.BillingException;
import org.jspecify.annotations.Nullable;

/** An authority cannot be reached, gave no time stamp, or one that is of no use; asking again may help. */
public final class StampFailedException extends BillingException {
    private static final long serialVersionUID = 1L;

    StampFailedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
