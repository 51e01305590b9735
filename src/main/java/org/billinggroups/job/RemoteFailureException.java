package org.billinggroups.job;

import org.billinggroups.file.BillingException;
import org.jspecify.annotations.Nullable;

/** A part of a step failed in a worker, as it would have failed here. */
public final class RemoteFailureException extends BillingException {
    private static final long serialVersionUID = 1L;

    private final String type;

    /** @param type the class of the exception there */
    RemoteFailureException(String type, @Nullable String message) {
        super(message, null);
        this.type = type;
    }

    /** The class of the exception in the worker. */
    public Class<?> type() {
        try {
            return Class.forName(type);
        } catch (ClassNotFoundException e) {
            return RemoteFailureException.class;
        }
    }
}
