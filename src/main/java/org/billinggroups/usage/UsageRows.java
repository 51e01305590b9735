package org.billinggroups.usage;

import java.util.List;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.jspecify.annotations.Nullable;

/** What the rows of an open usage file mean. */
sealed interface UsageRows permits NativeUsageCsv, FocusUsageCsv {
    /** The record of a row, or null if it is bad: then {@link #problems} says why. */
    @Nullable
    UsageRecord read(CsvInput.Row row);

    /** What is wrong with the row that was read last. */
    List<InputProblem> problems();
}
