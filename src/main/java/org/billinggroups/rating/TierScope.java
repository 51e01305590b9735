package org.billinggroups.rating;

import java.util.Locale;

/** Whose quantities fill the tiers. */
public enum TierScope {
    /** Each project's own. */
    PROJECT,
    /** Those of all projects of the billing group together. */
    BILLING_GROUP;

    /** The name as files and the database write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The scope with that {@link #code()}. */
    public static TierScope ofCode(String code) {
        return valueOf(code.toUpperCase(Locale.ROOT));
    }
}
