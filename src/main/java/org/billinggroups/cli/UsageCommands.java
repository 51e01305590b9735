package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.usage.UsageFile;
import org.billinggroups.usage.UsageFiles;
import org.billinggroups.usage.UsageFormat;
import org.billinggroups.usage.UsageRemarks;
import org.billinggroups.usage.UsageWithdrawal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing usage}: what was imported. */
@Command(name = "usage", description = "Shows imported usage, and voids imports.", subcommands = {
        UsageCommands.ListFiles.class, UsageCommands.Show.class, UsageCommands.VoidFile.class })
final class UsageCommands {
    private record FileJson(String file, String sha256, UsageFormat format, @Nullable String source, long rows,
            long accepted, long duplicates, long rejected, long withdrawnRecords, Instant importedAt,
            @Nullable Instant voidedAt, @Nullable Instant replacedAt) {
        static FileJson of(UsageFile file) {
            return new FileJson(file.name(), file.sha256(), file.format(), file.source(), file.totalRows(),
                    file.acceptedRows(), file.duplicateRows(), file.rejectedRows(), file.withdrawnRecords(),
                    file.importedAt(), file.voidedAt(), file.replacedAt());
        }
    }

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
            output.json(all.stream().map(FileJson::of).toList());
            output.table(List.of("SHA-256", "ROWS", "ACCEPTED", "DUPLICATE", "REJECTED", "WITHDRAWN", "IMPORTED",
                    "SOURCE", "FILE"),
                    all.stream()
                            .map(file -> List.of(file.sha256().substring(0, 12), Long.toString(file.totalRows()),
                                    Long.toString(file.acceptedRows()), Long.toString(file.duplicateRows()),
                                    Long.toString(file.rejectedRows()), file.voidedAt() == null
                                            ? Long.toString(file.withdrawnRecords())
                                            : "voided",
                                    file.importedAt().toString(), Output.text(file.source()), file.name()))
                            .toList(),
                    "SOURCE", "IMPORTED", "WITHDRAWN");
            return ExitCode.DONE.code();
        }
    }

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
            var json = FileJson.of(file);
            output.json(new ShownJson(json, contents.stream().map(ContentJson::of).toList()));
            CommandJson.fields(json)
                    .forEach((name, value) -> output.line("%-20s%s".formatted(name.replace('_', ' '), value)));
            output.table(List.of("PERIOD", "PROJECT", "RECORDS", "BILLED"), contents.stream()
                    .map(content -> List.of(content.period().toString(), content.project(),
                            Long.toString(content.records()), content.billed()))
                    .toList());
            return ExitCode.DONE.code();
        }

        private record ShownJson(@JsonUnwrapped FileJson file, List<ContentJson> contents) {}

        private record ContentJson(BillingPeriod period, String project, long records, boolean billed,
                @Nullable String excluded) {
            static ContentJson of(UsageFiles.Content content) {
                var billed = content.billed();
                return new ContentJson(content.period(), content.project(), content.records(), billed.equals("yes"),
                        UsageRemarks.PROVIDERS_TAX.equals(billed) ? billed : null);
            }
        }
    }

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
                output.json(FileJson.of(files.list().stream().filter(other -> other.id() == file.id()).findFirst()
                        .orElseThrow()));
            }
            warnings.forEach(warning -> output.error("billing: warning: " + warning));
            return (warnings.isEmpty() ? ExitCode.DONE : ExitCode.ATTENTION).code();
        }
    }
}
