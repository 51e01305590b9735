package org.billinggroups.file;

import org.jspecify.annotations.Nullable;

/** A failure that this program itself has found, with a message for people; others come from libraries. */
public abstract class BillingException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** A failure that the program has only to stop for. */
    protected BillingException() {}

    /** A failure with a message for people. */
    protected BillingException(String message) {
        super(message);
    }

    /** A failure with a message for people and what led to it. */
    protected BillingException(@Nullable String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
