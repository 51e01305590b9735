package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.billinggroups.job.ImportLauncher.Outcome;
import org.billinggroups.usage.UsageFormat;
import org.billinggroups.usage.UsageRemarks;
import org.jspecify.annotations.Nullable;

/** The outcome of a file that was imported, as a line and as JSON. */
record ImportedFileResult(String file, String sha256, UsageFormat format, boolean importedBefore, long rows,
        long accepted, long duplicates, long rejected, long excluded, long rounded,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> replaced, boolean dryRun) {
    /** @param replaced what it took the place of, or null if nothing was to be replaced */
    static void print(Outcome outcome, @Nullable List<String> replaced, boolean dryRun, Results results) {
        var file = outcome.file();
        var remarks = outcome.remarks();
        var result = new ImportedFileResult(file.name(), file.sha256(), file.format(), outcome.importedBefore(),
                file.totalRows(), file.acceptedRows(), file.duplicateRows(), file.rejectedRows(), remarks.excluded(),
                remarks.rounded(), replaced, dryRun);
        results.add(file.name() + ": "
                + (outcome.importedBefore() ? "was imported before, nothing to do; it has " : "") + file.totalRows()
                + " rows: " + file.acceptedRows() + " accepted, " + file.duplicateRows() + " duplicate, "
                + file.rejectedRows() + " rejected" + told(remarks) + (dryRun ? "; nothing was kept" : ""), result);
    }

    private static String told(UsageRemarks.Count remarks) {
        return (remarks.excluded() == 0
                ? ""
                : "; of those " + remarks.excluded() + " left out: " + UsageRemarks.PROVIDERS_TAX)
                + (remarks.rounded() == 0 ? "" : "; " + remarks.rounded() + " rounded to 30 decimals");
    }
}
