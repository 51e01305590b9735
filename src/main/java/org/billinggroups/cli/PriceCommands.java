package org.billinggroups.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.Prices;
import org.billinggroups.rating.Prices.Replacement;
import org.billinggroups.rating.TierScope;
import org.joda.money.CurrencyUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing price}: the price list. */
@Command(name = "price", description = "Imports and shows the price list.", subcommands = {
        PriceCommands.ImportFile.class, PriceCommands.ListAll.class })
final class PriceCommands {
    @ContextCommand
    @Command(name = "import", description = "Imports a price list CSV, all of it or nothing.")
    static final class ImportFile implements Callable<Integer> {
        private final Prices prices;
        private final Output output;

        @Parameters(paramLabel = "FILE", description = "The file.")
        private Path file;

        @Option(names = "--dry-run", description = "Only tell what would change.")
        private boolean dryRun;

        ImportFile(Prices prices, Output output) {
            this.prices = prices;
            this.output = output;
        }

        @Override
        public Integer call() {
            var imported = prices.importFile(file, dryRun);
            output.json(new ImportedJson(imported.created(), imported.replaced(), imported.unchanged(),
                    imported.replacements().stream().map(ReplacementJson::of).toList(), dryRun));
            imported.replacements().forEach(replaced -> output.line(told(replaced)));
            output.line(file + ": " + imported.created() + " prices created, " + imported.replaced() + " replaced, "
                    + imported.unchanged() + " unchanged" + (dryRun ? ", if this were no dry run" : ""));
            return ExitCode.DONE.code();
        }

        private static String told(Replacement replaced) {
            var after = replaced.after();
            return after.sku() + " from " + after.validFrom() + " on: " + terms(after) + ", which was "
                    + terms(replaced.before());
        }

        private static String terms(Price price) {
            return price.text() + " " + price.currency() + " per " + price.unit() + " (" + price.model().code() + ")";
        }

        private record ImportedJson(int created, int replaced, int unchanged, List<ReplacementJson> replacements,
                boolean dryRun) {}

        private record ReplacementJson(PriceJson before, PriceJson after) {
            static ReplacementJson of(Replacement replaced) {
                return new ReplacementJson(PriceJson.of(replaced.before()), PriceJson.of(replaced.after()));
            }
        }
    }

    private record PriceJson(String sku, CurrencyUnit currency, LocalDate validFrom, PriceModel model, String unit,
            TierScope tierScope, String taxClass, List<PriceTier> tiers) {
        static PriceJson of(Price price) {
            return new PriceJson(price.sku(), price.currency(), price.validFrom(), price.model(), price.unit(),
                    price.tierScope(), price.taxClass(), price.tiers());
        }
    }

    @ContextCommand
    @Command(name = "list", description = "Lists the prices.")
    static final class ListAll implements Callable<Integer> {
        private final Prices prices;
        private final Output output;

        ListAll(Prices prices, Output output) {
            this.prices = prices;
            this.output = output;
        }

        @Override
        public Integer call() {
            var all = prices.inForce();
            output.json(all.stream().map(PriceJson::of).toList());
            output.table(List.of("SKU", "CURRENCY", "VALID FROM", "MODEL", "UNIT", "PRICE"), all.stream()
                    .map(price -> List.of(price.sku(), price.currency().getCode(), price.validFrom().toString(),
                            price.model().code(), price.unit(), price.text()))
                    .toList(), "MODEL");
            return ExitCode.DONE.code();
        }
    }
}
