package org.billinggroups.rating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a run. An exact SKU beats a wildcard, a longer wildcard a shorter one; among the currencies of the most
 * exact SKU the group's own wins; of those the latest that holds.
 */
public final class PriceList {
    private final Map<String, List<Price>> exact = new HashMap<>();
    private final Map<String, List<Price>> byPrefix = new HashMap<>();
    private final int longestPrefix;
    private final @Nullable PriceList other;

    /** A list of these prices. */
    public PriceList(List<Price> prices) {
        this(prices, null);
    }

    private PriceList(List<Price> prices, @Nullable PriceList other) {
        this.other = other;
        for (var price : prices) {
            (price.isWildcard() ? byPrefix : exact).computeIfAbsent(price.prefix(), key -> new ArrayList<>())
                    .add(price);
        }
        longestPrefix = byPrefix.keySet().stream().mapToInt(String::length).max().orElse(-1);
    }

    /** This list with those that it falls back to, and another one for what they have no price for. */
    public PriceList orElse(PriceList fallback) {
        return new PriceList(all().toList(), other == null ? fallback : other.orElse(fallback));
    }

    /** Whether a price of this list is so. */
    public boolean anyMatches(Predicate<Price> condition) {
        return all().anyMatch(condition) || other != null && other.anyMatches(condition);
    }

    private Stream<Price> all() {
        return Stream.of(exact, byPrefix).flatMap(prices -> prices.values().stream()).flatMap(List::stream);
    }

    /** The price of a SKU at an instant for a group that is billed in the currency; empty if there is none. */
    public Optional<Price> find(String sku, CurrencyUnit currency, Instant at) {
        var price = inForce(exact.get(sku), currency, at);
        for (int length = Math.min(longestPrefix, sku.length()); price.isEmpty() && length >= 0; length--) {
            price = inForce(byPrefix.get(sku.substring(0, length)), currency, at);
        }
        return price.isEmpty() && other != null ? other.find(sku, currency, at) : price;
    }

    private static Optional<Price> inForce(@Nullable List<Price> prices, CurrencyUnit currency, Instant at) {
        if (prices == null) {
            return Optional.empty();
        }
        if (prices.size() == 1) {
            var only = prices.getFirst();
            return only.holdsAt(at) ? Optional.of(only) : Optional.empty();
        }
        Comparator<Price> ownCurrencyLast = Comparator.comparing(price -> price.currency().equals(currency));
        return prices.stream()
                .filter(price -> price.holdsAt(at))
                .max(ownCurrencyLast
                        .thenComparing(Comparator.comparing(Price::currency).reversed())
                        .thenComparing(Price::validFrom));
    }

    /** The instants inside the period, after its start, at which any price changes; in order. */
    public List<Instant> changesWithin(BillingPeriod period) {
        var changes = new TreeSet<Instant>();
        all().map(Price::validFromInstant).filter(at -> at.isAfter(period.start()) && at.isBefore(period.end()))
                .forEach(changes::add);
        if (other != null) {
            changes.addAll(other.changesWithin(period));
        }
        return List.copyOf(changes);
    }
}
