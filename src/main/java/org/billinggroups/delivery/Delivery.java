package org.billinggroups.delivery;

import org.jspecify.annotations.Nullable;

/**
 * A mail and its outcome.
 *
 * @param reminder which reminder it is, from 1 on; 0 for the mail that brings the invoice
 * @param recipient the address, or null if the group has none
 * @param detail what the server said, or empty
 */
public record Delivery(String number, String group, int reminder, @Nullable String recipient, State state,
        String detail) {
    /** The outcome of a mail. */
    public enum State {
        /** The server took it. */
        SENT,
        /** It would be sent. */
        WOULD_SEND,
        /** It was sent before. */
        ALREADY_SENT,
        /** Nobody knows whether it was sent. */
        DOUBTFUL,
        /** The server does not take it, for good. */
        REFUSED,
        /** The server did not take it this time. */
        FAILED,
        /** The group has no address. */
        NO_ADDRESS,
        /** What a reminder would have been of was paid in the meantime. */
        NOTHING_OPEN
    }
}
