package org.billinggroups.seal;

import java.util.List;

/**
 * Rows that are sealed one by one, in the transaction that adds or changes them, since that is after something was
 * issued or has nothing to do with it.
 *
 * @param kind what sort of thing a row is, such as {@code payment}
 * @param tables the rows of one; their subject distinguishes it from all others of the kind
 * @param which the rows of the tables that are such things
 */
public record SealedEvent(String kind, List<SealedTable> tables, String which) {
    /** Takes a copy of the tables. */
    public SealedEvent {
        tables = List.copyOf(tables);
    }

    /** Rows of one table. */
    public SealedEvent(String kind, SealedTable table, String which) {
        this(kind, List.of(table), which);
    }

    /** All rows of one table. */
    public SealedEvent(String kind, SealedTable table) {
        this(kind, table, "true");
    }

    /** All rows of tables. */
    public SealedEvent(String kind, List<SealedTable> tables) {
        this(kind, tables, "true");
    }

    /** The tables with all their rows that are such things. */
    public List<SealedTable> whole() {
        return tables.stream().map(table -> table.within(which)).toList();
    }
}
