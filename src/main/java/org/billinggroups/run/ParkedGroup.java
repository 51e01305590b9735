package org.billinggroups.run;

import java.util.Locale;
import java.util.UUID;

/**
 * A group that a run could not invoice, and why.
 *
 * @param reason the kind of reason
 * @param detail what exactly, and what would help
 */
public record ParkedGroup(UUID groupId, String groupName, String reason, String detail) {

    /** Kinds of reasons. */
    public enum Reason {
        /** Company, address, city or country are missing. */
        INCOMPLETE_BILLING_DETAILS,
        /** Usage in another unit than its price. */
        WRONG_UNIT,
        /** Usage without price, or beyond the last tier. */
        NO_PRICE,
        /** A price in another currency. */
        NO_EXCHANGE_RATE,
        /** No tax rate for the country and class. */
        NO_TAX_RATE,
        /** The address points to a territory with VAT of its own, and nobody has said whether the group is there. */
        TAX_TERRITORY,
        /** The invoice would be negative. */
        NEGATIVE_TOTAL,
        /** Somebody held it back in the review. */
        HELD,
        /** The invoice passes a safety bound. */
        SUSPICIOUS_CHANGE,
        /** The document cannot be made, such as for a character without glyph. */
        INVALID_DOCUMENT;

        /** The name as the database writes it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
