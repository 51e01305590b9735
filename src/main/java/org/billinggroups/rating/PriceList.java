package org.billinggroups.rating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;

/**
 * The prices of a run. An exact SKU beats a wildcard, a longer wildcard a shorter one; among the currencies of the most
 * exact SKU the group's own wins; of those the latest that holds.
 */
public final class PriceList {
    private final Map<String, List<Price>> exact = new HashMap<>();
    private final Map<String, List<Price>> byPrefix = new HashMap<>();
    private final int longestPrefix;

    /** A list of these prices. */
    public PriceList(List<Price> prices) {
        for (var price : prices) {
            (price.isWildcard() ? byPrefix : exact).computeIfAbsent(price.prefix(), key -> new ArrayList<>())
                    .add(price);
        }
        longestPrefix = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(-1);
    }

    /** The price of a SKU at an instant for a group that is billed in the currency; empty if there is none. */
    public Optional<Price> find(String sku, CurrencyUnit currency, Instant at) {
        var price = inForce(exact.get(sku), currency, at);
        for (int length = Math.min(longestPrefix, sku.length()); price.isEmpty() && length >= 0; length--) {
            price = inForce(byPrefix.get(sku.substring(0, length)), currency, at);
        }
        return price;
    }

    private static Optional<Price> inForce(List<Price> prices, CurrencyUnit currency, Instant at) {
        if (prices == null) {
            return Optional.empty();
        }
        Comparator<Price> ownCurrencyLast = Comparator.comparing(price -> price.currency().equals(currency));
        return prices.stream()
                .filter(price -> !price.validFromInstant().isAfter(at))
                .max(ownCurrencyLast
                        .thenComparing(Comparator.comparing(Price::currency).reversed())
                        .thenComparing(Price::validFrom));
    }

    /** The instants inside the period, after its start, at which any price changes; in order. */
    public List<Instant> changesWithin(BillingPeriod period) {
        var changes = new TreeSet<Instant>();
        for (var prices : List.of(exact, byPrefix)) {
            prices.values().stream().flatMap(List::stream).map(Price::validFromInstant)
                    .filter(at -> at.isAfter(period.start()) && at.isBefore(period.end()))
                    .forEach(changes::add);
        }
        return List.copyOf(changes);
    }
}
