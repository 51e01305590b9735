package org.billinggroups.account;

import java.util.Locale;

/** Which lines an invoice prints. */
public enum PrintedLines {
    /** All of them. */
    PDF,
    /** One for each project, service and tax; all lines are in the CSV file beside it. */
    SUMMARY;

    /** The choice as files, settings and the database write it. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The choice of that code.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static PrintedLines ofCode(String code) {
        return switch (code) {
            case "pdf" -> PDF;
            case "summary" -> SUMMARY;
            default -> throw new IllegalArgumentException("expected pdf or summary");
        };
    }
}
