package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.usage.UsageFile;
import org.billinggroups.usage.UsageFiles;
import org.billinggroups.usage.UsageRemarks;
import org.billinggroups.usage.UsageWithdrawal;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing usage}: what was imported. */
@Command(name = "usage", description = "Shows imported usage, and voids imports.", subcommands = {
        UsageCommands.ListFiles.class, UsageCommands.Show.class, UsageCommands.VoidFile.class })
final class UsageCommands {

    private static Map<String, Object> json(UsageFile file) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("file", file.name());
        json.put("sha256", file.sha256());
        json.put("format", file.format().code());
        json.put("source", file.source());
        json.put("rows", file.totalRows());
        json.put("accepted", file.acceptedRows());
        json.put("duplicates", file.duplicateRows());
        json.put("rejected", file.rejectedRows());
        json.put("withdrawn_records", file.withdrawnRecords());
        json.put("imported_at", file.importedAt().toString());
        json.put("voided_at", file.voidedAt() == null ? null : file.voidedAt().toString());
        json.put("replaced_at", file.replacedAt() == null ? null : file.replacedAt().toString());
        return json;
    }

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
                output.json(all.stream().map(UsageCommands::json).toList());
            } else {
                output.table(List.of("SHA-256", "ROWS", "ACCEPTED", "DUPLICATE", "REJECTED", "WITHDRAWN", "IMPORTED",
                        "SOURCE", "FILE"),
                        all.stream()
                                .map(file -> List.of(file.sha256().substring(0, 12), Long.toString(file.totalRows()),
                                        Long.toString(file.acceptedRows()), Long.toString(file.duplicateRows()),
                                        Long.toString(file.rejectedRows()), file.voidedAt() == null
                                                ? Long.toString(file.withdrawnRecords())
                                                : "voided",
                                        file.importedAt().toString(), Output.text(file.source()), file.name()))
                                .toList());
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing usage show}. */
    @ContextCommand
    @Command(name = "show",
            description = "Shows what an imported file holds, by period and project, and what is billed.")
    static final class Show implements Callable<Integer> {
        private final UsageFiles files;
        private final Output output;

        @Parameters(paramLabel = "FILE", description = "Its hash, the beginning of it, or its name.")
        private String reference;

        Show(UsageFiles files, Output output) {
            this.files = files;
            this.output = output;
        }

        @Override
        public Integer call() {
            var file = files.resolve(reference);
            var contents = files.contents(file.id());
            var json = json(file);
            if (output.isJson()) {
                json.put("contents", contents.stream().map(content -> {
                    Map<String, Object> row = new LinkedHashMap<>();
                    row.put("period", content.period().toString());
                    row.put("project", content.project());
                    row.put("records", content.records());
                    row.put("billed", content.billed().equals("yes"));
                    row.put("excluded", UsageRemarks.PROVIDERS_TAX.equals(content.billed()) ? content.billed() : null);
                    return row;
                }).toList());
                output.json(json);
                return ExitCode.DONE.code();
            }
            json.values().removeIf(value -> value == null);
            json.forEach((name, value) -> output.line("%-20s%s".formatted(name.replace('_', ' '), value)));
            output.table(List.of("PERIOD", "PROJECT", "RECORDS", "BILLED"), contents.stream()
                    .map(content -> List.of(content.period().toString(), content.project(),
                            Long.toString(content.records()), content.billed()))
                    .toList());
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing usage void}. */
    @ContextCommand
    @Command(name = "void", description = "Takes a wrong import back, as long as nothing of it is billed; "
            + "then the file may be imported again.")
    static final class VoidFile implements Callable<Integer> {
        private final UsageFiles files;
        private final UsageWithdrawal withdrawal;
        private final Terminal terminal;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(paramLabel = "FILE", description = "Its hash, the beginning of it, or its name.")
        private String reference;

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        VoidFile(UsageFiles files, UsageWithdrawal withdrawal, Terminal terminal, Output output, GlobalOptions global) {
            this.files = files;
            this.withdrawal = withdrawal;
            this.terminal = terminal;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            var file = files.resolve(reference);
            if (file.voidedAt() != null) {
                throw new RefusedException("'" + file.name() + "' was voided already");
            }
            if (!yes) {
                output.error("- void " + file.name() + " (" + file.sha256().substring(0, 12) + "): "
                        + Output.count(file.acceptedRows(), "accepted row"));
                if (!terminal.confirms("Void it?")) {
                    return ExitCode.USAGE.code();
                }
            }
            var warnings = withdrawal.voidFile(file, global.actor);
            output.line("voided " + file.name());
            if (output.isJson()) {
                output.json(json(files.list().stream().filter(other -> other.id() == file.id()).findFirst()
                        .orElseThrow()));
            }
            warnings.forEach(warning -> output.error("billing: warning: " + warning));
            return (warnings.isEmpty() ? ExitCode.DONE : ExitCode.ATTENTION).code();
        }
    }
}
