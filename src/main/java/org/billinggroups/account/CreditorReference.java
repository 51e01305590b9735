package org.billinggroups.account;

import java.util.Locale;
import java.util.regex.Pattern;
import org.billinggroups.file.RefusedException;

/**
 * Creditor references of ISO 11649, by which invoices are paid: RF, two check digits, and of the number its letters and
 * digits alone. The database makes them, with the numbers; here are their room and their check.
 */
public final class CreditorReference {
    private static final int ROOM = 21;
    private static final String YEAR = "{year}";
    private static final Pattern NUMBER = Pattern.compile("\\{number(?::([1-9]))?}");

    private static final Pattern REFERENCE = Pattern.compile("RF[0-9]{2}[A-Z0-9]{1,21}");
    /** RF and the check digits, which are checked behind the rest. */
    private static final int BEGINNING = 4;

    private CreditorReference() {}

    /** Whether that is one, without blanks and in capitals, and its check digits are right. */
    public static boolean isValid(String text) {
        return REFERENCE.matcher(text).matches()
                && CheckDigits.isMod97(text.substring(BEGINNING) + text.substring(0, BEGINNING));
    }

    /**
     * Refuses a series if the references of its numbers have no room for them.
     *
     * @param number the last number that is to be given, or the shortest one of the series
     */
    public static void requireRoom(String series, String number) {
        int length = lettersAndDigits(number).length();
        if (length > ROOM) {
            throw new RefusedException("no numbers are given: '" + number + "' of the series '" + series + "' has "
                    + length + " letters and digits, and payment references (ISO 11649) have room for " + ROOM
                    + "; give the seller a shorter invoice_series with 'billing apply FILE', and start afresh with "
                    + "'billing run PERIOD --discard-drafts'");
        }
    }

    /** Refuses a series if there is no room even for its shortest numbers. */
    public static void requireRoom(String series) {
        requireRoom(series, shortest(series));
    }

    /** The rule of a seller's series of invoices. */
    static String checkSeries(String text) {
        var series = FieldRules.invoiceSeries(text);
        int length = lettersAndDigits(shortest(series)).length();
        if (length > ROOM) {
            throw new IllegalArgumentException("expected numbers of at most " + ROOM + " letters and digits, since "
                    + "payment references (ISO 11649) have no room for more, found " + length + " in '"
                    + shortest(series) + "': shorten the text around the number");
        }
        return series;
    }

    /** Whether the numbers of two series differ in something else than letters and digits alone. */
    static boolean areSame(String series, String other) {
        return !series.equals(other) && pattern(series).equals(pattern(other));
    }

    private static String shortest(String series) {
        return NUMBER.matcher(series.replace(YEAR, "2026"))
                .replaceAll(found -> "0".repeat(found.group(1) == null ? 1 : Integer.parseInt(found.group(1))));
    }

    private static String pattern(String series) {
        return NUMBER.matcher(series).replaceAll("#$1#").replace(YEAR, "@").toUpperCase(Locale.ROOT)
                .replaceAll("[^A-Z0-9#@]", "");
    }

    private static String lettersAndDigits(String number) {
        return number.replaceAll("[^A-Za-z0-9]", "");
    }
}
