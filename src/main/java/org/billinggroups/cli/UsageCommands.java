package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.usage.UsageFile;
import org.billinggroups.usage.UsageFiles;
import picocli.CommandLine.Command;

/** {@code billing usage}: what was imported. */
@Command(name = "usage", description = "Shows imported usage.", subcommands = UsageCommands.ListFiles.class)
final class UsageCommands {

    /** {@code billing usage files}. */
    @ContextCommand
    @Command(name = "files", description = "Lists the imported files with their counts.")
    static final class ListFiles implements Callable<Integer> {
        private final UsageFiles files;
        private final Output output;

        ListFiles(UsageFiles files, Output output) {
            this.files = files;
            this.output = output;
        }

        @Override
        public Integer call() {
            var all = files.list();
            if (output.isJson()) {
                output.json(all.stream().map(ListFiles::json).toList());
            } else {
                output.table(List.of("SHA-256", "ROWS", "ACCEPTED", "DUPLICATE", "REJECTED", "IMPORTED", "FILE"),
                        all.stream()
                                .map(file -> List.of(file.sha256().substring(0, 12), Long.toString(file.totalRows()),
                                        Long.toString(file.acceptedRows()), Long.toString(file.duplicateRows()),
                                        Long.toString(file.rejectedRows()), file.importedAt().toString(), file.name()))
                                .toList());
            }
            return ExitCode.DONE.code();
        }

        private static Map<String, Object> json(UsageFile file) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("file", file.name());
            json.put("sha256", file.sha256());
            json.put("rows", file.totalRows());
            json.put("accepted", file.acceptedRows());
            json.put("duplicates", file.duplicateRows());
            json.put("rejected", file.rejectedRows());
            json.put("imported_at", file.importedAt().toString());
            return json;
        }
    }
}
