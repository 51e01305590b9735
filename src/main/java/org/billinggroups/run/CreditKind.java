package org.billinggroups.run;

import java.util.Locale;

/** What a credit does. */
public enum CreditKind {
    /** Lowers the taxable base. */
    PROMOTIONAL,
    /** Was bought before and pays after tax. */
    PREPAID;

    /** The name as the database writes it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with that {@link #code()}. */
    static CreditKind ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
