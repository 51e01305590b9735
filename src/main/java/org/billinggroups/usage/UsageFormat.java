package org.billinggroups.usage;

import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Set;
import org.billinggroups.file.CsvInput;
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
        try (var csv = CsvInput.withOtherColumns(file, in, Set.of())) {
            return csv.column(FocusUsageCsv.BILLED_COST) >= 0 || csv.column(FocusUsageCsv.CHARGE_PERIOD_START) >= 0
                    ? FOCUS
                    : NATIVE;
        } catch (InvalidInputException e) {
            return NATIVE; // whose reader says what is wrong
        }
    }
}
