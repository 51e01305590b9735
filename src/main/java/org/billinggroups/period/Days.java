package org.billinggroups.period;

import java.time.DateTimeException;
import java.time.LocalDate;

/**
 * Days as people write them in files and commands: ISO 8601, of the years {@value #FIRST_YEAR} to {@value #LAST_YEAR}.
 */
public final class Days {
    private static final int FIRST_YEAR = 1900;
    private static final int LAST_YEAR = 2199;
    private static final String EXPECTED = "expected a date such as 2026-10-31, of the years " + FIRST_YEAR + " to "
            + LAST_YEAR;

    private Days() {}

    /**
     * The day that a text names.
     *
     * @throws IllegalArgumentException saying what was expected, if it names none
     */
    public static LocalDate parse(String text) {
        try {
            return inRange(LocalDate.parse(text));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(EXPECTED, e);
        }
    }

    /**
     * The day, if it is of a year that the database and people can do with.
     *
     * @throws IllegalArgumentException otherwise
     */
    public static LocalDate inRange(LocalDate day) {
        if (day.getYear() < FIRST_YEAR || day.getYear() > LAST_YEAR) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return day;
    }
}
