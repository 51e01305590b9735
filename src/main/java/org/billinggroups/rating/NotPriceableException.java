package org.billinggroups.rating;

/** A quantity for which the price list has no answer; the message says why. */
final class NotPriceableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    NotPriceableException(String message) {
        super(message);
    }
}
