package org.billinggroups.file;

/**
 * Keeps spreadsheets from running text as a formula: text that starts with {@code = + - @}, a tab or a line break, also
 * after blanks, gets an apostrophe in front, which spreadsheets do not show.
 */
public final class SpreadsheetSafe {
    private static final String DANGEROUS = "=+-@\t\r\n";

    private SpreadsheetSafe() {}

    /** The text as a cell that is text in any spreadsheet. */
    public static String cell(String text) {
        int start = 0;
        while (start < text.length() && Character.isWhitespace(text.charAt(start))
                && DANGEROUS.indexOf(text.charAt(start)) < 0) {
            start++;
        }
        return start < text.length() && DANGEROUS.indexOf(text.charAt(start)) >= 0 ? "'" + text : text;
    }
}
