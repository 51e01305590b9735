package org.billinggroups.invoice;

import java.util.Locale;

/** The state of an invoice. */
public enum InvoiceState {
    /** Made for the current period, to be replaced by the next estimate; never issued. */
    ESTIMATE,
    /** Made, checked, without a number; may still be discarded. */
    DRAFT,
    /** Has a number and never changes again. */
    ISSUED,
    /** Issued, and paid in full. */
    PAID,
    /** Issued, and every line of it taken back by credit notes. */
    CREDITED;

    /** The name as files and the database write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with that {@link #code()}. */
    public static InvoiceState ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
