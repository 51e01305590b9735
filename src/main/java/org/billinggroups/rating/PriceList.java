package org.billinggroups.rating;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * The prices of a run, and the one place that chooses among them. A price of the group itself beats all for everyone;
 * of those one in the group's currency beats the others; then an exact SKU beats a wildcard, and a longer wildcard a
 * shorter one; at last the one that began last counts. Prices that have ended are as if they were not there.
 */
public final class PriceList {
    /** Among other currencies than the group's the first by its code. */
    private static final Comparator<Price> LAST = Comparator.comparing(Price::currency).reversed()
            .thenComparing(Price::validFrom);

    private final List<Price> prices;
    private final PricePreference preference;
    private final ByPattern<List<Price>> general = new ByPattern<>();
    private final Map<UUID, ByPattern<List<Price>>> own = new HashMap<>();
    private final @Nullable PriceList other;

    /** A list of these prices. */
    public PriceList(List<Price> prices) {
        this(prices, PricePreference.OWN_CURRENCY);
    }

    /** A list of these prices of which those count that are preferred so. */
    public PriceList(List<Price> prices, PricePreference preference) {
        this(prices, preference, null);
    }

    private PriceList(List<Price> prices, PricePreference preference, @Nullable PriceList other) {
        this.prices = List.copyOf(prices);
        this.preference = preference;
        this.other = other;
        for (var price : prices) {
            var groupId = price.groupId();
            (groupId == null ? general : own.computeIfAbsent(groupId, id -> new ByPattern<>()))
                    .of(price.sku(), ArrayList::new).add(price);
        }
    }

    /** This list with those that it falls back to, and another one for what they have no price for. */
    public PriceList orElse(PriceList fallback) {
        return new PriceList(prices, preference, other == null ? fallback : other.orElse(fallback));
    }

    /** Whether a price of this list is so. */
    public boolean anyMatches(Predicate<Price> condition) {
        return prices.stream().anyMatch(condition) || other != null && other.anyMatches(condition);
    }

    /** The groups that have prices of their own. */
    public Set<UUID> groups() {
        return Stream.concat(own.keySet().stream(), other == null ? Stream.of() : other.groups().stream())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Whether a SKU has, at any time, a price of the group itself, or one for everyone if there is no group. */
    public boolean isPriced(String sku, @Nullable UUID groupId) {
        var some = groupId == null ? general : own.get(groupId);
        return some != null && some.find(sku, same -> same) != null || other != null && other.isPriced(sku, groupId);
    }

    /** The price of a SKU at an instant; empty if there is none. */
    public Optional<Price> find(String sku, Customer customer, Instant at) {
        var ofGroup = customer.groupId() == null ? null : own.get(customer.groupId());
        var price = ofGroup == null ? null : find(ofGroup, sku, customer.currency(), at);
        if (price == null) {
            price = find(general, sku, customer.currency(), at);
        }
        return price == null && other != null ? other.find(sku, customer, at) : Optional.ofNullable(price);
    }

    private @Nullable Price find(ByPattern<List<Price>> some, String sku, CurrencyUnit currency, Instant at) {
        if (preference == PricePreference.EXACT_SKU) {
            return some.find(sku, same -> {
                var price = inForce(same, currency, at);
                return price == null ? inForce(same, null, at) : price;
            });
        }
        var price = some.<Price>find(sku, same -> inForce(same, currency, at));
        return price == null ? some.find(sku, same -> inForce(same, null, at)) : price;
    }

    /** @param currency null for any */
    private static @Nullable Price inForce(List<Price> same, @Nullable CurrencyUnit currency, Instant at) {
        Price last = null;
        for (var price : same) {
            if (price.holdsAt(at) && (currency == null || price.currency().equals(currency))
                    && (last == null || LAST.compare(price, last) > 0)) {
                last = price;
            }
        }
        return last;
    }

    /** When prices begin and end inside the period. */
    public PriceChanges changesWithin(BillingPeriod period) {
        var everyones = new TreeSet<Instant>();
        Map<UUID, Set<Instant>> byGroup = new TreeMap<>();
        for (var list = this; list != null; list = list.other) {
            for (var price : list.prices) {
                var groupId = price.groupId();
                price.bounds().filter(at -> at.isAfter(period.start()) && at.isBefore(period.end()))
                        .forEach(at -> (groupId == null
                                ? everyones
                                : byGroup.computeIfAbsent(groupId, id -> new TreeSet<>())).add(at));
            }
        }
        Map<UUID, List<Instant>> all = new TreeMap<>();
        byGroup.forEach((groupId, changes) -> {
            changes.addAll(everyones);
            all.put(groupId, List.copyOf(changes));
        });
        return new PriceChanges(List.copyOf(everyones), all);
    }
}
