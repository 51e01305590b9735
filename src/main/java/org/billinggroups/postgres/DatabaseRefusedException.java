package org.billinggroups.postgres;

import org.billinggroups.file.BillingException;
import org.jspecify.annotations.Nullable;

/** The database, or how it is set up, does not fit, and trying again cannot help; the message names the remedy. */
public class DatabaseRefusedException extends BillingException {
    private static final long serialVersionUID = 1L;

    /** A refusal with its reason and remedy. */
    public DatabaseRefusedException(String message) {
        this(message, null);
    }

    /** A refusal that comes from another exception. */
    public DatabaseRefusedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
