package org.billinggroups.run;

import java.util.Arrays;
import java.util.Locale;
import org.billinggroups.file.RefusedException;

/** Whether drafts wait until somebody approves them, and who may. */
public enum ApprovalRule {
    /** They do not wait. */
    NONE,
    /** Whoever may write drafts approves them. */
    REQUIRED,
    /** A login of the database that had no part in them approves them. */
    FOUR_EYES;

    /** @throws RefusedException if the setting {@code billing.approval} has another value */
    public static ApprovalRule ofSetting(String value) {
        return Arrays.stream(values()).filter(rule -> rule.code().equals(value)).findFirst()
                .orElseThrow(() -> new RefusedException("billing.approval '" + value
                        + "': expected none, required or four-eyes"));
    }

    boolean waits() {
        return this != NONE;
    }

    boolean isFourEyes() {
        return this == FOUR_EYES;
    }

    private String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
