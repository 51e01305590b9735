package org.billinggroups.file;

/** A request that a business rule refuses; trying again cannot help until something else changes. */
public class RefusedException extends BillingException {
    private static final long serialVersionUID = 1L;

    /** A refusal with its reason and what would help. */
    public RefusedException(String message) {
        super(message);
    }
}
