package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.ledger.LedgerExport;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing ledger}: postings for accounting programs. */
@Command(name = "ledger", description = "Hands postings to accounting programs.",
        subcommands = LedgerCommands.Export.class)
final class LedgerCommands {
    @ContextCommand
    @Command(name = "export",
            description = "Writes the postings of a period's published invoices and credit notes as a "
                    + "file that an accounting program imports.")
    static final class Export implements Callable<Integer> {
        private final LedgerExport export;
        private final Output output;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "PERIOD", converter = PeriodConverter.class,
                description = "The period, such as 2026-10.")
        private BillingPeriod period;

        @Option(names = "--format", required = true, paramLabel = "FORMAT",
                description = "hledger, beancount, datev, xero or quickbooks.")
        private LedgerExport.Format format;

        @Option(names = "--out", paramLabel = "FILE",
                description = "The file, which only its owner can read (default: standard output).")
        private @Nullable Path out;

        @Option(names = "--currency", paramLabel = "CCY", description = "Only what is invoiced in this currency.")
        private @Nullable String currency;

        @Option(names = "--issued", paramLabel = "MONTH", converter = PeriodConverter.class,
                description = "Only what was issued in this month, such as 2026-11.")
        private @Nullable BillingPeriod issued;

        Export(LedgerExport export, Output output) {
            this.export = export;
            this.output = output;
        }

        @Override
        public Integer call() throws IOException {
            var selection = new LedgerExport.Selection(period, Optional.ofNullable(currency),
                    Optional.ofNullable(issued));
            if (out == null && output.isJson()) {
                throw new ParameterException(spec.commandLine(), "--json tells of a file: name it with --out");
            }
            if (out == null) {
                output.bytes(stream -> export.write(selection, format, stream));
            } else {
                writeFile(selection, OutFile.of(out));
            }
            return ExitCode.DONE.code();
        }

        private void writeFile(LedgerExport.Selection selection, OutFile file) throws IOException {
            long[] postings = new long[1];
            var written = file.write(stream -> postings[0] = export.write(selection, format, stream));
            output.json(new WrittenJson(file.path(), written.sha256(), postings[0]));
            output.line(
                    Output.count(postings[0], "posting") + " of " + selection.period() + " written to " + file.path());
        }

        private record WrittenJson(Path file, String sha256, long postings) {}
    }
}
