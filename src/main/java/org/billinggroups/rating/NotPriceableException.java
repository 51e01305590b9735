package org.billinggroups.rating;

import org.billinggroups.file.BillingException;

/** A quantity for which the price list has no answer; the message says why. */
final class NotPriceableException extends BillingException {
    private static final long serialVersionUID = 1L;

    NotPriceableException(String message) {
        super(message);
    }
}
