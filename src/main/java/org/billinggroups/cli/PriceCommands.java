package org.billinggroups.cli;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.job.ExitCode;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.Prices;
import org.billinggroups.rating.Prices.Replacement;
import org.billinggroups.rating.TierScope;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing price}: the price list. */
@Command(name = "price", description = "Imports and shows the price list.", subcommands = {
        PriceCommands.ImportFile.class, PriceCommands.ListAll.class, PriceHistoryCommand.class })
final class PriceCommands {
    @ContextCommand
    @Command(name = "import", description = "Imports a price list CSV, all of it or nothing.")
    static final class ImportFile implements Callable<Integer> {
        private final Prices prices;
        private final BillingGroups groups;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(paramLabel = "FILE", description = "The file.")
        private Path file;

        @Option(names = "--dry-run", description = "Only tell what would change.")
        private boolean dryRun;

        ImportFile(Prices prices, BillingGroups groups, Output output, GlobalOptions global) {
            this.global = global;
            this.prices = prices;
            this.groups = groups;
            this.output = output;
        }

        @Override
        public Integer call() {
            var imported = prices.importFile(file, dryRun, global.actor);
            var names = new GroupNames(groups, imported.replacements().stream().map(Replacement::after).toList());
            output.json(new ImportedJson(imported.created(), imported.replaced(), imported.unchanged(),
                    imported.replacements().stream().map(replaced -> new ReplacementJson(
                            PriceJson.of(replaced.before(), names), PriceJson.of(replaced.after(), names))).toList(),
                    dryRun));
            imported.replacements().forEach(replaced -> output.line(told(replaced, names)));
            output.line(file + ": " + imported.created() + " prices created, " + imported.replaced() + " replaced, "
                    + imported.unchanged() + " unchanged" + (dryRun ? ", if this were no dry run" : ""));
            return ExitCode.DONE.code();
        }

        private static String told(Replacement replaced, GroupNames names) {
            var after = replaced.after();
            return after.sku() + (after.groupId() == null ? "" : " of billing group '" + names.of(after) + "'")
                    + " from " + after.validFrom() + " on: " + terms(after) + ", which was "
                    + terms(replaced.before());
        }

        private static String terms(Price price) {
            return price.text() + " " + price.currency() + " per " + price.unit() + " (" + price.model().code() + ")"
                    + (price.validUntil() == null ? "" : " until " + price.validUntil());
        }

        private record ImportedJson(int created, int replaced, int unchanged, List<ReplacementJson> replacements,
                boolean dryRun) {}

        private record ReplacementJson(PriceJson before, PriceJson after) {}
    }

    /** What the groups are called that have prices of their own. */
    record GroupNames(Map<UUID, String> byId) {
        GroupNames(BillingGroups groups, List<Price> prices) {
            this(prices.stream().allMatch(price -> price.groupId() == null)
                    ? Map.of()
                    : groups.list(Optional.empty(), true).stream()
                            .collect(Collectors.toMap(BillingGroup::id, BillingGroup::name)));
        }

        String of(Price price) {
            return price.groupId() == null ? "" : byId.getOrDefault(price.groupId(), "");
        }
    }

    record PriceJson(String sku, CurrencyUnit currency, @Nullable NamedGroup billingGroup,
            LocalDate validFrom, @Nullable LocalDate validUntil, PriceModel model, String unit,
            TierScope tierScope, String taxClass, List<PriceTier> tiers) {
        static PriceJson of(Price price, GroupNames names) {
            return new PriceJson(price.sku(), price.currency(),
                    price.groupId() == null ? null : new NamedGroup(price.groupId(), names.of(price)),
                    price.validFrom(), price.validUntil(), price.model(), price.unit(), price.tierScope(),
                    price.taxClass(), price.tiers());
        }
    }

    @ContextCommand
    @Command(name = "list", description = "Lists the prices.")
    static final class ListAll implements Callable<Integer> {
        private final Prices prices;
        private final BillingGroups groups;
        private final Output output;

        @Option(names = "--billing-group", paramLabel = "GROUP",
                description = "Only the prices that this billing group has for its own.")
        private @Nullable String group;

        ListAll(Prices prices, BillingGroups groups, Output output) {
            this.prices = prices;
            this.groups = groups;
            this.output = output;
        }

        @Override
        public Integer call() {
            var only = group == null ? null : groups.resolve(group).id();
            var all = prices.inForce().stream().filter(price -> only == null || only.equals(price.groupId())).toList();
            var names = new GroupNames(groups, all);
            output.json(all.stream().map(price -> PriceJson.of(price, names)).toList());
            output.table(List.of("SKU", "CURRENCY", "BILLING GROUP", "VALID FROM", "VALID UNTIL", "MODEL", "UNIT",
                    "PRICE"),
                    all.stream()
                            .map(price -> List.of(price.sku(), price.currency().getCode(), names.of(price),
                                    price.validFrom().toString(),
                                    price.validUntil() == null ? "" : price.validUntil().toString(),
                                    price.model().code(), price.unit(), price.text()))
                            .toList(),
                    "MODEL");
            return ExitCode.DONE.code();
        }
    }
}
