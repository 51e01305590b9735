package org.billinggroups.usage;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * Reads times in their most common form, {@code 2026-10-31T23:00:00Z}, some ten times as fast as the JDK's parser,
 * which reads all others: of an import's time, two times a row would otherwise be a third.
 */
final class CommonInstant {
    private static final String FORM = "0000-00-00T00:00:00Z";
    private static final int SECONDS_PER_DAY = 86_400;

    private CommonInstant() {}

    /** The instant, or null if the text has another form, another year, or is no time at all. */
    static @Nullable Instant parse(String text, int minYear, int maxYear) {
        if (!hasForm(text)) {
            return null;
        }
        int year = 100 * twoDigits(text, 0) + twoDigits(text, 2);
        int hour = twoDigits(text, 11);
        int minute = twoDigits(text, 14);
        int second = twoDigits(text, 17);
        if (year < minYear || year > maxYear || hour > 23 || minute > 59 || second > 59) {
            return null;
        }
        try {
            long day = LocalDate.of(year, twoDigits(text, 5), twoDigits(text, 8)).toEpochDay();
            return Instant.ofEpochSecond(day * SECONDS_PER_DAY + 3600L * hour + 60L * minute + second);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static boolean hasForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char expected = FORM.charAt(i);
            char found = text.charAt(i);
            if (expected == '0' ? found < '0' || found > '9' : found != expected) {
                return false;
            }
        }
        return true;
    }

    private static int twoDigits(String text, int index) {
        return 10 * (text.charAt(index) - '0') + text.charAt(index + 1) - '0';
    }
}
