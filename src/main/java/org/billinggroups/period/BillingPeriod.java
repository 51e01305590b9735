package org.billinggroups.period;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;

/**
 * A calendar month in UTC, half-open: {@code 2026-10} is [2026-10-01T00:00Z, 2026-11-01T00:00Z).
 *
 * @param month the month
 */
public record BillingPeriod(YearMonth month) implements Comparable<BillingPeriod> {
    /** The earliest and the latest year that may be given. */
    private static final int MIN_YEAR = 1970;
    private static final int MAX_YEAR = 9998;
    /** All days that may be given, and the periods beside them: four digits, so that text and date order agree. */
    private static final int FIRST_YEAR = 1800;
    private static final int LAST_YEAR = 9999;

    /** Checks the range of the year. */
    public BillingPeriod {
        requireYear(month, FIRST_YEAR, LAST_YEAR);
    }

    private static void requireYear(YearMonth month, int min, int max) {
        if (month.getYear() < min || month.getYear() > max) {
            throw new IllegalArgumentException(
                    "billing period " + month + ": expected a year from " + min + " to " + max);
        }
    }

    /**
     * Reads {@code 2026-10}.
     *
     * @throws IllegalArgumentException if the text is not a month written so, or too far off
     */
    public static BillingPeriod parse(String text) {
        try {
            var month = YearMonth.parse(text);
            requireYear(month, MIN_YEAR, MAX_YEAR);
            return new BillingPeriod(month);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a billing period: expected a month such as 2026-10", e);
        }
    }

    /** The period that contains the instant. */
    public static BillingPeriod containing(Instant instant) {
        return new BillingPeriod(YearMonth.from(instant.atOffset(ZoneOffset.UTC)));
    }

    /** The period whose first day is given, as the database keeps it. */
    public static BillingPeriod startingOn(LocalDate firstDay) {
        return new BillingPeriod(YearMonth.from(firstDay));
    }

    /** The first day: the period's key in the database. */
    public LocalDate firstDay() {
        return month.atDay(1);
    }

    /** The last day, inclusive, for people. */
    public LocalDate lastDay() {
        return month.atEndOfMonth();
    }

    /** The first instant of the period. */
    public Instant start() {
        return firstDay().atStartOfDay(ZoneOffset.UTC).toInstant();
    }

    /** The first instant after the period. */
    public Instant end() {
        return next().start();
    }

    /** The month before. */
    public BillingPeriod previous() {
        return new BillingPeriod(month.minusMonths(1));
    }

    /** The following month. */
    public BillingPeriod next() {
        return new BillingPeriod(month.plusMonths(1));
    }

    /** Whether the period is over at the instant. */
    public boolean hasEndedAt(Instant now) {
        return !now.isBefore(end());
    }

    @Override
    public int compareTo(BillingPeriod other) {
        return month.compareTo(other.month);
    }

    @Override
    public String toString() {
        return month.toString();
    }
}
