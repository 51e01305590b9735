package org.billinggroups.seal;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The rows and columns of one table that leaves are made of: an entry of a format, which is kept for ever, since old
 * seals are recomputed by it. What a column refers to by a key of the database is written by its content or by a key
 * that people know.
 *
 * <p>A column is given as {@code name}, {@code name:date} or {@code name:instant}, which are written so that no setting
 * of the database matters, or as {@code name=expression}. Rows are written as PostgreSQL writes a {@code ROW}.
 *
 * @param name the name of the table
 * @param from the table, called {@code t}, and what has to be joined to find its rows
 * @param subject an expression for the leaf to which a row belongs
 * @param scope a condition on the rows that are asked for, with parameters
 * @param order what brings the rows into their order, those of one leaf side by side
 */
public record SealedTable(String name, String from, String subject, String scope, String order, List<String> columns) {
    /** Takes a copy of the columns. */
    public SealedTable {
        columns = List.copyOf(columns);
    }

    /** The same rows and columns under another condition. */
    public SealedTable within(String otherScope) {
        return new SealedTable(name, from, subject, otherScope, order, columns);
    }

    /** Those of the rows that fulfil another condition as well. */
    public SealedTable and(String condition) {
        return within(scope + " AND " + condition);
    }

    /** The same rows and columns as parts of other leaves. */
    public SealedTable of(String otherSubject) {
        return new SealedTable(name, from, otherSubject, scope, order, columns);
    }

    /** The names of the columns, in their order. */
    public List<String> columnNames() {
        return columns.stream().map(column -> column.split("[:=]", 2)[0]).toList();
    }

    /** The statement that gives the subject and the content of each row. */
    String sql() {
        return "SELECT " + subject + " AS subject, ROW("
                + columns.stream().map(SealedTable::expression).collect(Collectors.joining(", "))
                + ")::text AS content FROM " + from + " WHERE " + scope + " ORDER BY " + order;
    }

    private static String expression(String column) {
        if (column.indexOf('=') >= 0) {
            return column.substring(column.indexOf('=') + 1);
        }
        if (column.endsWith(":date")) {
            return "to_char(t." + column.substring(0, column.indexOf(':')) + ", 'YYYY-MM-DD')";
        }
        if (column.endsWith(":instant")) {
            return "extract(epoch FROM t." + column.substring(0, column.indexOf(':')) + ")";
        }
        return "t." + column;
    }
}
