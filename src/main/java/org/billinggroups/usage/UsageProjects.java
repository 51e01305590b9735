package org.billinggroups.usage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.zip.ZipException;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;

/** The projects that usage files name. */
public final class UsageProjects {
    private final SortedMap<String, String> names = new TreeMap<>();

    /** The ids in order, each with the name that the files give first; an empty one if they give none. */
    public SortedMap<String, String> names() {
        return new TreeMap<>(names);
    }

    /**
     * Adds the projects of a file, of whose rows nothing else is looked at.
     *
     * @param name how the user calls the file
     * @throws InvalidInputException if the file cannot be read, or a row names no project
     */
    public void read(Path file, String name) {
        try {
            var format = UsageFormat.recognise(name, UsageSource.open(file));
            try (var csv = format.open(name, UsageSource.open(file))) {
                readRows(csv, name, format);
            }
        } catch (ZipException e) {
            throw new InvalidInputException(InputProblem.ofFile(name, "is damaged: " + e.getMessage()));
        } catch (IOException e) {
            throw new InvalidInputException(InputProblem.ofUnreadable(name, e));
        }
    }

    private void readRows(CsvInput csv, String name, UsageFormat format) {
        var cells = new UsageCells(name, csv);
        for (var row = csv.next(); row != null; row = csv.next()) {
            String id = null;
            if (cells.start(row)) {
                id = format == UsageFormat.FOCUS
                        ? FocusUsageCsv.project(cells, row)
                        : cells.required(row, NativeUsageCsv.PROJECT, UsageFields::project);
            }
            if (id == null) {
                throw new InvalidInputException(cells.problems());
            }
            var called = cells.value(row, cells.value(row, FocusUsageCsv.PROJECT) == null
                    ? FocusUsageCsv.BILLING_ACCOUNT_NAME
                    : FocusUsageCsv.PROJECT_NAME);
            names.merge(id, called == null ? "" : called, (first, next) -> first.isEmpty() ? next : first);
        }
    }
}
