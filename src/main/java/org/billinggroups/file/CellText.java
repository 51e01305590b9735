package org.billinggroups.file;

import java.util.regex.Pattern;

/** Text that people and spreadsheets have touched: characters that nobody sees at its ends and in its middle. */
public final class CellText {
    private static final Pattern INVISIBLE = Pattern
            .compile("[\\p{Cc}\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}]|(?! )\\p{Zs}");

    private CellText() {}

    /**
     * The text without blanks, tabs, line breaks, no-break blanks and characters without width at its ends. Most texts have
     * none, which their first and last character tell.
     */
    public static String trimmed(String text) {
        int end = text.length();
        if (end == 0 || isInk(text.charAt(0)) && isInk(text.charAt(end - 1))) {
            return text;
        }
        int start = 0;
        while (start < end && isPadding(text.charAt(start))) {
            start++;
        }
        while (end > start && isPadding(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** The text for a message: what cannot be seen, or would command the terminal, as {@code <U+00A0>}. */
    public static String visible(String text) {
        return INVISIBLE.matcher(text).replaceAll(found -> "<U+%04X>".formatted(found.group().codePointAt(0)));
    }

    private static boolean isInk(char c) {
        return c > ' ' && c < 0x7f;
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r'
                || c > 0x7f && (Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT);
    }
}
