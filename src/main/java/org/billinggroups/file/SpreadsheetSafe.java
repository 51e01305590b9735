package org.billinggroups.file;

/**
 * Makes the text cells of a CSV file safe: a spreadsheet takes a cell that starts with {@code =}, {@code +}, {@code -},
 * {@code @}, a tab or a line break for a formula, so such a cell gets an apostrophe in front. Numbers that we
 * write ourselves are not text cells and must not come here.
 */
public final class SpreadsheetSafe {
    private static final String DANGEROUS = "=+-@\t\r\n";

    private SpreadsheetSafe() {}

    /** The text, with an apostrophe in front if a spreadsheet could run it. */
    public static String cell(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (DANGEROUS.indexOf(c) >= 0) {
                return "'" + text;
            }
            if (!Character.isWhitespace(c) && !Character.isSpaceChar(c)) {
                return text;
            }
        }
        return text;
    }

    /** The same for files that we read again: apostrophes that such a text has itself are told from ours. */
    public static String readableCell(String text) {
        return hasFormulaAfterApostrophes(text) ? "'" + text : text;
    }

    /** The text of which {@link #readableCell} made a cell. */
    public static String text(String cell) {
        return cell.startsWith("'") && hasFormulaAfterApostrophes(cell) ? cell.substring(1) : cell;
    }

    private static boolean hasFormulaAfterApostrophes(String text) {
        int start = 0;
        while (start < text.length() && text.charAt(start) == '\'') {
            start++;
        }
        var rest = text.substring(start);
        return !cell(rest).equals(rest);
    }
}
