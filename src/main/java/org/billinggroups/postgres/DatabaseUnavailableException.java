package org.billinggroups.postgres;

import org.billinggroups.file.BillingException;
import org.jspecify.annotations.Nullable;

/** The database cannot be started, reached or used; the message says where and what to do about it. */
public class DatabaseUnavailableException extends BillingException {
    private static final long serialVersionUID = 1L;

    /** A failure with its cause, if another exception is behind it. */
    public DatabaseUnavailableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
