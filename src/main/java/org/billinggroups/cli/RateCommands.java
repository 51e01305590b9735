package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.rating.ExchangeRates;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing rate}: exchange rates. */
@Command(name = "rate", description = "Imports and lists exchange rates.", subcommands = {
        RateCommands.ImportFile.class, RateCommands.ListAll.class })
final class RateCommands {
    @ContextCommand
    @Command(name = "import", description = "Imports the European Central Bank's CSV of reference rates, "
            + "the historical or the daily one, all of it or nothing.")
    static final class ImportFile implements Callable<Integer> {
        private final ExchangeRates rates;
        private final Output output;

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
        private List<Path> files;

        @Option(names = "--replace", description = "Take the file's rates where others are known, for later runs.")
        private boolean replace;

        @Option(names = "--dry-run", description = "Only tell what would change.")
        private boolean dryRun;

        ImportFile(ExchangeRates rates, Output output) {
            this.rates = rates;
            this.output = output;
        }

        @Override
        public Integer call() {
            try (var results = new Results(output)) {
                for (var file : files) {
                    var imported = rates.importFile(file, replace, dryRun);
                    results.add(file + ": " + imported.created() + " rates created, " + imported.replaced()
                            + " replaced, " + imported.unchanged() + " unchanged"
                            + (dryRun ? ", if this were no dry run" : ""), new ImportedJson(imported, dryRun));
                }
            }
            return ExitCode.DONE.code();
        }

        private record ImportedJson(@JsonUnwrapped ExchangeRates.Imported imported, boolean dryRun) {}
    }

    @ContextCommand
    @Command(name = "list", description = "Lists the rates of the last publication day, or all of one currency: "
            + "units for one euro.")
    static final class ListAll implements Callable<Integer> {
        private final ExchangeRates rates;
        private final Output output;

        @Option(names = "--currency", paramLabel = "CCY", description = "Only of this currency, of all days.")
        private @Nullable String currency;

        @Option(names = "--date", paramLabel = "DATE", description = "The last publication day on or before this one.")
        private @Nullable LocalDate date;

        ListAll(ExchangeRates rates, Output output) {
            this.rates = rates;
            this.output = output;
        }

        @Override
        public Integer call() {
            var all = rates.list(Optional.ofNullable(currency), Optional.ofNullable(date));
            output.json(all);
            output.table(List.of("DAY", "CURRENCY", "RATE"), all.stream().map(
                    rate -> List.of(rate.day().toString(), rate.currency(), rate.rate().toPlainString())).toList());
            return ExitCode.DONE.code();
        }
    }
}
