package org.billinggroups.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.ledger.LedgerExport;
import org.billinggroups.ledger.LedgerSelection;
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
            description = "Writes the postings of published invoices and credit notes, and of what was paid, as a "
                    + "file that an accounting program imports.")
    static final class Export implements Callable<Integer> {
        private final LedgerExport export;
        private final Output output;

        @Spec
        private CommandSpec spec;

        @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
                description = "The period, such as 2026-10: what was invoiced of it, and what was paid in that month.")
        private @Nullable BillingPeriod period;

        @Option(names = "--format", required = true, paramLabel = "FORMAT",
                description = "hledger, beancount, datev, xero or quickbooks.")
        private LedgerExport.Format format;

        @Option(names = "--out", paramLabel = "FILE",
                description = "The file, which only its owner can read (default: standard output).")
        private @Nullable Path out;

        @Option(names = "--currency", paramLabel = "CCY",
                description = "Only what is invoiced or paid in this currency.")
        private @Nullable String currency;

        @Option(names = "--issued", paramLabel = "MONTH", converter = PeriodConverter.class,
                description = "What was issued or paid in this month, such as 2026-11; "
                        + "with PERIOD only of its invoices.")
        private @Nullable BillingPeriod issued;

        @Option(names = "--added-since", paramLabel = "NUMBER",
                description = "Only what was added since the export of this number, which chose the same.")
        private @Nullable Long addedSince;

        Export(LedgerExport export, Output output) {
            this.export = export;
            this.output = output;
        }

        @Override
        public Integer call() throws IOException {
            if (period == null && issued == null && addedSince == null) {
                throw new ParameterException(spec.commandLine(), "name a period, --issued or --added-since");
            }
            if (out == null && output.isJson()) {
                throw new ParameterException(spec.commandLine(), "--json tells of a file: name it with --out");
            }
            if (out == null) {
                output.bytes(stream -> tell(write(stream)));
            } else {
                writeFile(OutFile.of(out));
            }
            return ExitCode.DONE.code();
        }

        private LedgerExport.Written write(OutputStream stream) throws IOException {
            return export.write(LedgerSelection.of(period, issued, currency),
                    addedSince == null ? OptionalLong.empty() : OptionalLong.of(addedSince), format, stream);
        }

        private void tell(LedgerExport.Written written) {
            if (written.number().isPresent()) {
                output.message("billing: this is export " + written.number().getAsLong()
                        + "; what is added later is written with --added-since " + written.number().getAsLong());
            }
        }

        private void writeFile(OutFile file) throws IOException {
            var exported = new LedgerExport.Written[1];
            var written = file.write(stream -> exported[0] = write(stream));
            var number = exported[0].number();
            output.json(new WrittenJson(file.path(), written.sha256(), exported[0].postings(),
                    number.isPresent() ? number.getAsLong() : null));
            output.line(Output.count(exported[0].postings(), "posting") + " of " + exported[0].title() + " written to "
                    + file.path());
            tell(exported[0]);
        }

        private record WrittenJson(Path file, String sha256, long postings, @Nullable Long export) {}
    }
}
