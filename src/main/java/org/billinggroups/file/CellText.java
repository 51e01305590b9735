package org.billinggroups.file;

import java.util.regex.Pattern;

/** Text that people and spreadsheets have touched: characters that nobody sees at its ends and in its middle. */
public final class CellText {
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]|(?! )\\p{Zs}");

    /** What hides or turns round what is beside it, commands a terminal, or is no character. */
    private static final Pattern COMMANDING = Pattern.compile("[\\p{C}\\p{Zl}\\p{Zp}]");
    private static final Pattern COMMANDING_IN_LINES = Pattern.compile("(?!\n)" + COMMANDING);
    /** Longer values are cut in messages: a hostile file must not flood the terminal. */
    private static final int SHOWN_CHARACTERS = 80;

    private CellText() {}

    /**
     * The text without blanks, tabs, line breaks, no-break blanks and characters without width at its ends. Most texts
     * have none, which their first and last character tell.
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
        return escaped(INVISIBLE, text);
    }

    /** A value for a message: {@link #visible}, and cut if it is long. */
    public static String shown(String value) {
        if (value.length() <= SHOWN_CHARACTERS) {
            return visible(value);
        }
        boolean splits = Character.isHighSurrogate(value.charAt(SHOWN_CHARACTERS - 1));
        return visible(value.substring(0, splits ? SHOWN_CHARACTERS - 1 : SHOWN_CHARACTERS)) + "...";
    }

    /**
     * Lines for a terminal: what would command it, or hide what they say, as {@code <U+001B>}; blanks of any kind stay.
     */
    public static String lines(String text) {
        return escaped(COMMANDING_IN_LINES, text);
    }

    /** The same for what is to stay in one line, such as the cell of a table. */
    public static String line(String text) {
        return escaped(COMMANDING, text);
    }

    private static String escaped(Pattern pattern, String text) {
        return pattern.matcher(text).replaceAll(found -> "<U+%04X>".formatted(found.group().codePointAt(0)));
    }

    private static boolean isInk(char c) {
        return c > ' ' && c < 0x7f;
    }

    private static boolean isPadding(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r'
                || c > 0x7f && (Character.isSpaceChar(c) || Character.getType(c) == Character.FORMAT);
    }
}
