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
import org.billinggroups.rating.TierScope;
import org.joda.money.CurrencyUnit;
import picocli.CommandLine.Command;
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

        ImportFile(Prices prices, Output output) {
            this.prices = prices;
            this.output = output;
        }

        @Override
        public Integer call() {
            var imported = prices.importFile(file);
            output.json(imported);
            output.line(file + ": " + imported.created() + " prices created, " + imported.replaced() + " replaced, "
                    + imported.unchanged() + " unchanged");
            return ExitCode.DONE.code();
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

        private record PriceJson(String sku, CurrencyUnit currency, LocalDate validFrom, PriceModel model, String unit,
                TierScope tierScope, String taxClass, List<PriceTier> tiers) {
            static PriceJson of(Price price) {
                return new PriceJson(price.sku(), price.currency(), price.validFrom(), price.model(), price.unit(),
                        price.tierScope(), price.taxClass(), price.tiers());
            }
        }
    }
}
