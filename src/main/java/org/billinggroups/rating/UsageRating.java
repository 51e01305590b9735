package org.billinggroups.rating;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Prices the usage of one billing group. */
public final class UsageRating {
    private static final Comparator<RatedUsage> LINE_ORDER = Comparator
            .comparing((RatedUsage rated) -> rated.usage().project())
            .thenComparing(rated -> rated.usage().service())
            .thenComparing(rated -> rated.usage().sku())
            .thenComparing(rated -> rated.usage().unit())
            .thenComparing(rated -> rated.price() == null)
            .thenComparing(RatedUsage::currency)
            .thenComparing(rated -> rated.usage().startedAt())
            .thenComparing(rated -> rated.price() == null ? 0 : rated.price().id());

    private final PriceList prices;

    /** Prices by that list. */
    public UsageRating(PriceList prices) {
        this.prices = prices;
    }

    /**
     * Rated usage in the order of invoice lines, or what has no price.
     *
     * @param rated all usage of the group; empty if any of it has no price
     * @param problems why the group cannot be invoiced; empty if all is rated
     */
    public record Result(List<RatedUsage> rated, List<String> problems) {
        /** Whether prices are there, but in other units. */
        public boolean isOnlyWrongUnits() {
            return !problems.isEmpty() && problems.stream().allMatch(UsageProblem::isWrongUnit);
        }
    }

    private record LineKey(String project, String service, String sku, String unit, @Nullable Price price,
            @Nullable CurrencyUnit pricedIn) {}

    /** Rates all usage of a group. */
    public Result rate(List<UsageSum> usage, Customer customer) {
        List<String> problems = new ArrayList<>();
        Map<LineKey, UsageSum> lines = new LinkedHashMap<>();
        for (var sum : usage) {
            Price price = null;
            if (sum.pricedIn() == null) {
                price = prices.find(sum.sku(), customer, sum.startedAt()).orElse(null);
                if (price == null || !price.unit().equals(sum.unit())) {
                    problems.add(price == null
                            ? UsageProblem.noPrice(sum)
                            : UsageProblem.wrongUnit(sum, price));
                    continue;
                }
            }
            lines.merge(new LineKey(sum.project(), sum.service(), sum.sku(), sum.unit(), price, sum.pricedIn()), sum,
                    UsageSum::plus);
        }
        return problems.isEmpty() ? price(lines) : new Result(List.of(), problems);
    }

    private static Result price(Map<LineKey, UsageSum> lines) {
        List<RatedUsage> rated = new ArrayList<>(lines.size());
        List<String> problems = new ArrayList<>();
        Map<PoolKey, List<RatedUsage>> pools = new LinkedHashMap<>();
        lines.forEach((key, sum) -> {
            var price = key.price();
            if (price == null) {
                rated.add(new RatedUsage(sum, sum.quantity(), null, Objects.requireNonNull(sum.pricedIn()),
                        sum.amount()));
                return;
            }
            var line = new RatedUsage(sum, price.rounding().ofLine(sum.quantity()), price, price.currency(),
                    BigDecimal.ZERO);
            if (price.tierScope() == TierScope.BILLING_GROUP) {
                pools.computeIfAbsent(new PoolKey(price, sum.sku()), pool -> new ArrayList<>()).add(line);
            } else {
                price(price, List.of(line), rated, problems);
            }
        });
        pools.forEach((pool, members) -> price(pool.price(), members, rated, problems));
        rated.sort(LINE_ORDER);
        return problems.isEmpty() ? new Result(rated, problems) : new Result(List.of(), problems);
    }

    /** The lines of all projects whose quantities fill the tiers of a SKU's price together. */
    private record PoolKey(Price price, String sku) {}

    private static void price(Price price, List<RatedUsage> members, List<RatedUsage> rated, List<String> problems) {
        try {
            rated.addAll(share(price, members));
        } catch (NotPriceableException e) {
            problems.add(e.getMessage());
        }
    }

    private static List<RatedUsage> share(Price price, List<RatedUsage> members) {
        if (members.size() == 1) {
            var only = members.getFirst();
            return List.of(new RatedUsage(only.usage(), only.quantity(), price, only.currency(),
                    price.amountOf(only.quantity())));
        }
        var quantities = members.stream().map(RatedUsage::quantity).toList();
        var amount = price.amountOf(quantities.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        var shares = SharedAmount.of(amount, quantities);
        List<RatedUsage> rated = new ArrayList<>();
        for (int i = 0; i < members.size(); i++) {
            var member = members.get(i);
            rated.add(new RatedUsage(member.usage(), member.quantity(), price, member.currency(), shares.get(i)));
        }
        return rated;
    }
}
