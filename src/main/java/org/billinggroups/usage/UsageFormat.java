package org.billinggroups.usage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;

/** The formats of usage files. */
public enum UsageFormat {
    /** Our own, as {@link NativeUsageCsv} reads it. */
    NATIVE,
    /** The FinOps Open Cost and Usage Specification, as {@link FocusUsageCsv} reads it. */
    FOCUS;

    /** The name on the command line and in the database. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The format that a file's header has; of a file that has none of them, or cannot be read, the native one. */
    static UsageFormat recognise(String file, InputStream in) throws IOException {
        try (var csv = CsvInput.withOtherColumns(file, in, Set.of(), Set.of())) {
            return csv.header().stream().map(UsageFormat::spelt)
                    .anyMatch(name -> name.equals(spelt(FocusUsageCsv.BILLED_COST))
                            || name.equals(spelt(FocusUsageCsv.CHARGE_PERIOD_START))) ? FOCUS : NATIVE;
        } catch (InvalidInputException e) {
            return NATIVE; // whose reader says what is wrong
        }
    }

    CsvInput open(String file, InputStream in) throws IOException {
        return switch (this) {
            case NATIVE -> new CsvInput(file, in, NativeUsageCsv.COLUMNS, NativeUsageCsv.REQUIRED);
            case FOCUS -> openFocus(file, in);
        };
    }

    /** What came through a database that knows small letters only has lost its names: nobody knows what else. */
    private static CsvInput openFocus(String file, InputStream in) throws IOException {
        var csv = CsvInput.withOtherColumns(file, in, FocusUsageCsv.COLUMNS, Set.of());
        var missing = FocusUsageCsv.REQUIRED.stream().filter(name -> csv.column(name) < 0).collect(Collectors.toList());
        var misspelt = FocusUsageCsv.REQUIRED.stream().filter(name -> csv.column(name) < 0
                ? csv.header().stream().anyMatch(other -> spelt(other).equals(spelt(name)))
                : csv.asWritten(name).equals(name.toLowerCase(Locale.ROOT))).findFirst();
        boolean hasProject = csv.column(FocusUsageCsv.PROJECT) >= 0 || csv.column(FocusUsageCsv.BILLING_ACCOUNT) >= 0;
        if (misspelt.isEmpty() && missing.isEmpty() && hasProject) {
            return csv;
        }
        if (!hasProject) {
            missing.add(FocusUsageCsv.PROJECT);
        }
        csv.close();
        throw new InvalidInputException(misspelt.isPresent()
                ? InputProblem.ofFile(file, "does not spell its columns as FOCUS does: expected " + misspelt.get()
                        + " and so on, in these capitals and without underscores")
                : new InputProblem(file, 1, "header", String.join(", ", missing),
                        missing.size() > 1 ? "the columns are missing" : "the column is missing"));
    }

    /** A column's name without capitals, blanks and underscores. */
    private static String spelt(String name) {
        return name.toLowerCase(Locale.ROOT).replaceAll("[ _]", "");
    }
}
