package org.billinggroups.account;

import java.util.Locale;

/** Whether a group is reminded of invoices that are overdue. */
public enum Reminders {
    /** It is not. */
    OFF,
    /** It is. */
    ON;

    /** The choice as files and the database write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The choice of that code.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static Reminders ofCode(String code) {
        return switch (code) {
            case "off" -> OFF;
            case "on" -> ON;
            default -> throw new IllegalArgumentException("expected on or off");
        };
    }
}
