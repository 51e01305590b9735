package org.billinggroups.statement;

import java.math.BigDecimal;
import java.util.Locale;

/** What an entry of a statement is. */
public enum EntryKind {
    /** Money that came in. */
    CREDIT,
    /** Money that went out, such as a refund. */
    DEBIT,
    /** Money that the bank took back, since a collection was returned. */
    RETURN,
    /** What the bank takes for its work; nobody's invoice. */
    CHARGES;

    /** What an amount is of which nothing else is known. */
    static EntryKind of(BigDecimal amount) {
        return amount.signum() > 0 ? CREDIT : DEBIT;
    }

    /** The name as the database writes it. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The kind with that {@link #code()}. */
    static EntryKind ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
