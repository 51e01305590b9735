package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.job.ImportLauncher.Outcome;
import org.billinggroups.usage.UsageRemarks;
import org.jspecify.annotations.Nullable;

/** The outcome of a file that was imported, as a line and as JSON. */
final class ImportedFileResult {
    private ImportedFileResult() {}

    /**
     * Prints it.
     *
     * @param replaced what it took the place of, or null if nothing was to be replaced
     */
    static void print(Outcome outcome, UsageRemarks.Count remarks, @Nullable List<String> replaced, Results results) {
        var file = outcome.file();
        Map<String, Object> result = new LinkedHashMap<>();
        result.put("file", file.name());
        result.put("sha256", file.sha256());
        result.put("format", file.format().code());
        result.put("imported_before", outcome.importedBefore());
        result.put("rows", file.totalRows());
        result.put("accepted", file.acceptedRows());
        result.put("duplicates", file.duplicateRows());
        result.put("rejected", file.rejectedRows());
        result.put("excluded", remarks.excluded());
        result.put("rounded", remarks.rounded());
        if (replaced != null) {
            result.put("replaced", replaced);
        }
        results.add(file.name() + ": "
                + (outcome.importedBefore() ? "was imported before, nothing to do; it has " : "") + file.totalRows()
                + " rows: " + file.acceptedRows() + " accepted, " + file.duplicateRows() + " duplicate, "
                + file.rejectedRows() + " rejected" + told(remarks), result);
    }

    private static String told(UsageRemarks.Count remarks) {
        return (remarks.excluded() == 0
                ? ""
                : "; of those " + remarks.excluded() + " left out: "
                        + UsageRemarks.PROVIDERS_TAX)
                + (remarks.rounded() == 0 ? "" : "; " + remarks.rounded() + " rounded to 30 decimals");
    }
}
