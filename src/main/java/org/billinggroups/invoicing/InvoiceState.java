package org.billinggroups.invoicing;

import java.util.Locale;

/** Where an invoice stands. */
public enum InvoiceState {
    /** Made, checked, without a number; may still be discarded. */
    DRAFT,
    /** Has a number and never changes again. */
    ISSUED,
    /** Issued, and paid in full. */
    PAID;

    /** The name as files and the database write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The state with that {@link #code()}. */
    public static InvoiceState ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
