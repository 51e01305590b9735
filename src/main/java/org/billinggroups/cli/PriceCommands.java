package org.billinggroups.cli;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.Prices;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code billing price}: the price list. */
@Command(name = "price", description = "Imports and shows the price list.", subcommands = {
        PriceCommands.ImportFile.class, PriceCommands.ListAll.class })
final class PriceCommands {

    /** {@code billing price import}. */
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
            if (output.isJson()) {
                output.json(imported);
            } else {
                output.line(file + ": " + imported.created() + " prices created, " + imported.replaced() + " replaced, "
                        + imported.unchanged() + " unchanged");
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing price list}. */
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
            if (output.isJson()) {
                output.json(all.stream().map(ListAll::json).toList());
            } else {
                output.table(List.of("SKU", "CURRENCY", "VALID FROM", "MODEL", "UNIT", "TIERS"), all.stream()
                        .map(price -> List.of(price.sku(), price.currency().getCode(), price.validFrom().toString(),
                                price.model().code(), price.unit(), Integer.toString(price.tiers().size())))
                        .toList());
            }
            return ExitCode.DONE.code();
        }

        private static Map<String, Object> json(Price price) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("sku", price.sku());
            json.put("currency", price.currency().getCode());
            json.put("valid_from", price.validFrom().toString());
            json.put("model", price.model().code());
            json.put("unit", price.unit());
            json.put("tier_scope", price.tierScope().code());
            json.put("tax_class", price.taxClass());
            json.put("tiers", price.tiers().stream().map(tier -> {
                Map<String, Object> row = new LinkedHashMap<>();
                row.put("up_to", tier.upTo() == null ? null : tier.upTo().toPlainString());
                row.put("unit_price", tier.unitPrice().toPlainString());
                row.put("flat_fee", tier.flatFee().toPlainString());
                return row;
            }).toList());
            return json;
        }
    }
}
