package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.cli.PriceCommands.GroupNames;
import org.billinggroups.cli.PriceCommands.PriceJson;
import org.billinggroups.job.ExitCode;
import org.billinggroups.rating.PriceHistory;
import org.billinggroups.rating.PriceHistory.Import;
import org.billinggroups.rating.PriceHistory.PriceChange;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing price history}: who changed which price. */
@ContextCommand
@Command(name = "history",
        description = "Lists who imported which price when, from which file, and what it replaced.")
final class PriceHistoryCommand implements Callable<Integer> {
    private final PriceHistory history;
    private final BillingGroups groups;
    private final Output output;

    @Parameters(arity = "0..1", paramLabel = "SKU", description = "Only of this SKU, as the price list writes it.")
    private @Nullable String sku;

    @Option(names = "--billing-group", paramLabel = "GROUP",
            description = "Only the prices that this billing group has for its own.")
    private @Nullable String group;

    PriceHistoryCommand(PriceHistory history, BillingGroups groups, Output output) {
        this.history = history;
        this.groups = groups;
        this.output = output;
    }

    @Override
    public Integer call() {
        var changes = history.ofPrices(Optional.ofNullable(sku),
                Optional.ofNullable(group).map(groups::resolve).map(BillingGroup::id));
        var names = new GroupNames(groups, changes.stream().map(PriceChange::price).toList());
        output.json(changes.stream().map(change -> new ChangeJson(change.by(), PriceJson.of(change.price(), names),
                change.replaced() == null ? null : PriceJson.of(change.replaced(), names))).toList());
        output.table(List.of("AT", "ACTOR", "LOGIN", "FILE", "SKU", "CURRENCY", "BILLING GROUP", "VALID FROM", "PRICE",
                "BEFORE"), changes.stream().map(change -> row(change, names)).toList(), "LOGIN", "FILE", "CURRENCY",
                "VALID FROM", "BILLING GROUP");
        return ExitCode.DONE.code();
    }

    private static List<String> row(PriceChange change, GroupNames names) {
        var price = change.price();
        return List.of(change.by().at().toString(), change.by().actor(), change.by().login(), change.by().file(),
                price.sku(), price.currency().getCode(), names.of(price), price.validFrom().toString(), price.text(),
                change.replaced() == null ? "" : change.replaced().text());
    }

    private record ChangeJson(@JsonUnwrapped Import by, PriceJson price, @Nullable PriceJson replaced) {}
}
