package org.billinggroups.statement;

/**
 * What became of a file.
 *
 * @param format {@code csv}, or the message with its version, such as {@code camt.053.001.08}
 * @param importedBefore whether it was known, so that nothing was done
 * @param entries how many it brought
 * @param known how many others earlier files had brought
 * @param notBooked how many others do not count
 * @param matched how many are matched wholly
 * @param unmatched how many are not, or in part
 * @param charges how many are the bank's charges
 */
public record ImportedStatement(long id, String sha256, String format, boolean importedBefore, int entries, int known,
        int notBooked, int matched, int unmatched, int charges) {
    /** The same file once more. */
    ImportedStatement again() {
        return new ImportedStatement(id, sha256, format, true, entries, known, notBooked, matched, unmatched, charges);
    }
}
