package org.billinggroups.invoice;

import java.util.regex.Pattern;

/**
 * The pattern of invoice numbers, such as <code>INV-{year}-{number:6}</code>: the year, and the number with at least so
 * many digits.
 *
 * @param prefix what comes before the number, the year filled in
 * @param digits the least number of digits
 * @param suffix what comes after the number, the year filled in
 */
record InvoiceNumberFormat(String prefix, int digits, String suffix) {
    private static final Pattern NUMBER = Pattern.compile("\\{number(?::([1-9]))?}");

    static InvoiceNumberFormat of(String pattern, int year) {
        var filled = pattern.replace("{year}", Integer.toString(year));
        var number = NUMBER.matcher(filled);
        if (!number.find()) {
            throw new IllegalArgumentException("invoice series '" + pattern + "' has no {number}");
        }
        int digits = number.group(1) == null ? 1 : Integer.parseInt(number.group(1));
        return new InvoiceNumberFormat(filled.substring(0, number.start()), digits, filled.substring(number.end()));
    }

    /** The number in that place. */
    String number(long sequence) {
        var number = Long.toString(sequence);
        return prefix + "0".repeat(Math.max(0, digits - number.length())) + number + suffix;
    }
}
