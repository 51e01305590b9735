package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.billinggroups.job.ExitCode;
import org.billinggroups.rating.ExchangeRates;
import org.billinggroups.rating.PriceHistory;
import org.billinggroups.rating.PriceHistory.Import;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing rate}: exchange rates. */
@Command(name = "rate", description = "Imports and lists exchange rates.", subcommands = {
        RateCommands.ImportFile.class, RateCommands.ListAll.class, RateCommands.History.class })
final class RateCommands {
    @ContextCommand
    @Command(name = "import", description = "Imports the European Central Bank's CSV of reference rates, "
            + "the historical or the daily one, all of it or nothing.")
    static final class ImportFile implements Callable<Integer> {
        private final ExchangeRates rates;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
        private List<Path> files;

        @Option(names = "--replace", description = "Take the file's rates where others are known, for later runs.")
        private boolean replace;

        @Option(names = "--dry-run", description = "Only tell what would change.")
        private boolean dryRun;

        ImportFile(ExchangeRates rates, Output output, GlobalOptions global) {
            this.global = global;
            this.rates = rates;
            this.output = output;
        }

        @Override
        public Integer call() {
            try (var results = new Results(output)) {
                for (var file : files) {
                    var imported = rates.importFile(file, replace, dryRun, global.actor);
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

    @ContextCommand
    @Command(name = "history", description = "Lists the imports of rates, or what they changed of one currency.")
    static final class History implements Callable<Integer> {
        private final PriceHistory history;
        private final Output output;

        @Parameters(arity = "0..1", paramLabel = "CURRENCY", description = "Each rate of this currency, such as USD.")
        private @Nullable String currency;

        History(PriceHistory history, Output output) {
            this.history = history;
            this.output = output;
        }

        @Override
        public Integer call() {
            if (currency == null) {
                var imports = history.ofRates();
                output.json(imports.stream().map(one -> new ImportJson(one.by(), one.created(), one.replaced()))
                        .toList());
                output.table(List.of("AT", "ACTOR", "LOGIN", "FILE", "SHA-256", "CREATED", "REPLACED"), imports.stream()
                        .map(one -> row(one.by(), one.by().sha256(), Long.toString(one.created()),
                                Long.toString(one.replaced())))
                        .toList(), "SHA-256", "LOGIN");
            } else {
                var changes = history.ofRates(currency.toUpperCase(Locale.ROOT));
                output.json(changes.stream().map(change -> new ChangeJson(change.by(), change.day(), change.currency(),
                        change.rate(), change.replaced())).toList());
                output.table(List.of("AT", "ACTOR", "LOGIN", "FILE", "DAY", "CURRENCY", "RATE", "BEFORE"),
                        changes.stream().map(change -> row(change.by(), change.day().toString(), change.currency(),
                                change.rate().toPlainString(), change.replaced() == null
                                        ? ""
                                        : change.replaced().toPlainString()))
                                .toList(),
                        "LOGIN", "FILE", "CURRENCY");
            }
            return ExitCode.DONE.code();
        }

        private static List<String> row(Import by, String... others) {
            return Stream.concat(Stream.of(by.at().toString(), by.actor(), by.login(), by.file()), Stream.of(others))
                    .toList();
        }

        private record ImportJson(@JsonUnwrapped Import by, long created, long replaced) {}

        private record ChangeJson(@JsonUnwrapped Import by, LocalDate day, String currency, BigDecimal rate,
                @Nullable BigDecimal replaced) {}
    }
}
