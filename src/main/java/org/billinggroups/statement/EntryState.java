package org.billinggroups.statement;

import java.util.Locale;

/** How far an entry is matched. */
public enum EntryState {
    /** All of it. */
    MATCHED,
    /** A part of it. */
    PARTIAL,
    /** Nothing of it. */
    UNMATCHED,
    /** The bank's charges, which are left alone. */
    CHARGES;

    /** The name as lists show it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
