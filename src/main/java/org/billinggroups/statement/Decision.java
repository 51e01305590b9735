package org.billinggroups.statement;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an entry.
 *
 * @param parts which invoices it pays, or reopens
 * @param onAccount what goes on a group's account, or null
 * @param reason why not all of it was matched, or null
 */
record Decision(List<Part> parts, @Nullable OnAccount onAccount, @Nullable String reason) {
    /**
     * A payment.
     *
     * @param amount below zero what goes back
     */
    record Part(long invoiceId, BigDecimal amount) {}

    /** @param number of the invoice that tells whose account it is */
    record OnAccount(UUID groupId, String number, BigDecimal amount) {}

    static Decision pay(List<Part> parts) {
        return new Decision(List.copyOf(parts), null, null);
    }

    /** Whether there is nothing to decide, as of the bank's charges. */
    boolean isNothing() {
        return parts.isEmpty() && onAccount == null && reason == null;
    }

    static Decision leave(String reason) {
        return new Decision(List.of(), null, reason);
    }
}
