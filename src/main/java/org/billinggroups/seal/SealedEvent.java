package org.billinggroups.seal;

/**
 * Rows that are sealed one by one, in the transaction that adds them, since they are added after something was issued.
 *
 * @param kind what sort of thing a row is, such as {@code payment}
 * @param table the row of one; its subject tells it from all others of the kind
 * @param which the rows of the table that are such things
 */
public record SealedEvent(String kind, SealedTable table, String which) {
    /** All rows of the table are such things. */
    public SealedEvent(String kind, SealedTable table) {
        this(kind, table, "true");
    }
}
