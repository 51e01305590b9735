package org.billinggroups.ledger;

import org.billinggroups.file.SpreadsheetSafe;

/** Text that users chose, as it may be in files for other programs. */
final class PlainText {
    private PlainText() {}

    /** The text on one line: blanks, line breaks and what cannot be seen become one blank where they are. */
    static String line(String text) {
        return text.replaceAll("[\\p{C}\\p{Z}\\s]+", " ").strip();
    }

    /** The same as a cell that no spreadsheet takes for a formula. */
    static String cell(String text) {
        return SpreadsheetSafe.cell(line(text));
    }
}
