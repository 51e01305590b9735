package org.billinggroups.usage;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.SpreadsheetSafe;
import org.jspecify.annotations.Nullable;

/**
 * Reads the cells of one row after the other by {@link UsageFields}' rules, and collects what is wrong with the row.
 */
final class UsageCells {
    private final String file;
    private final CsvInput csv;
    private final boolean isOurs;
    private final List<InputProblem> problems = new ArrayList<>();

    UsageCells(String file, CsvInput csv) {
        this.file = file;
        this.csv = csv;
        isOurs = csv.column(ChargeIdentity.OWN_COLUMN) >= 0;
    }

    /** Begins with a row; false if it has not as many cells as the header. */
    boolean start(CsvInput.Row row) {
        problems.clear();
        if (row.size() == csv.width()) {
            return true;
        }
        problem(row, "", "", "expected " + csv.width() + " cells, found " + row.size());
        return false;
    }

    /** What is wrong with the row that was begun last. */
    List<InputProblem> problems() {
        return List.copyOf(problems);
    }

    boolean hasProblems() {
        return !problems.isEmpty();
    }

    /** The value of a cell, or null if it breaks the rule. */
    <T> @Nullable T read(CsvInput.Row row, String name, int column, Function<String, T> rule) {
        try {
            return rule.apply(cell(row, column));
        } catch (IllegalArgumentException e) {
            problem(row, name, row.cell(column), String.valueOf(e.getMessage()));
            return null;
        }
    }

    /** The value of a cell that must not be null, or null if it is, or breaks the rule. */
    <T> @Nullable T required(CsvInput.Row row, String name, Function<String, T> rule) {
        if (value(row, name) == null) {
            problem(row, name, "", "is missing");
            return null;
        }
        return read(row, name, csv.column(name), rule);
    }

    /** The text of a cell; null if it or its column is not there. */
    @Nullable
    String value(CsvInput.Row row, String name) {
        int column = csv.column(name);
        return column < 0 || isNull(row.cell(column), isOurs) ? null : cell(row, column);
    }

    private String cell(CsvInput.Row row, int column) {
        var cell = row.cell(column);
        return isOurs ? SpreadsheetSafe.text(cell) : cell;
    }

    /** Whether a cell is empty, or has the word that exports of providers write for null; ours have no such word. */
    private static boolean isNull(String cell, boolean isOurs) {
        return cell.isEmpty() || !isOurs && cell.equals("NULL");
    }

    void problem(CsvInput.Row row, String column, String value, String reason) {
        problems.add(new InputProblem(file, row.line(), column, value, reason));
    }
}
