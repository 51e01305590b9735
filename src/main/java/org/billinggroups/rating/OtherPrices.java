package org.billinggroups.rating;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.ReadFile;
import org.jspecify.annotations.Nullable;

/**
 * Prices that are laid over those of a run, to try them. Without their dates, of each price the latest counts for all
 * time, in place of all others of the same SKU, currency and billing group; with their dates, they come in as an import
 * would bring them.
 */
public final class OtherPrices {
    /** Before any usage. */
    private static final LocalDate ALWAYS = LocalDate.of(1900, 1, 1);
    /** No prices. */
    public static final OtherPrices NONE = new OtherPrices(List.of(), true);

    private final List<Price> prices;
    private final boolean asDated;

    private OtherPrices(List<Price> prices, boolean asDated) {
        this.prices = prices;
        this.asDated = asDated;
    }

    /**
     * Reads price lists. Their prices have ids below zero, which no stored price has.
     *
     * @param asDated whether the dates in the files count
     * @throws InvalidInputException if a file cannot be used, or two have the same price
     */
    public static OtherPrices read(List<Path> files, boolean asDated, BillingGroups groups) {
        Map<PriceKey, Path> fileOf = new HashMap<>();
        List<Price> read = new ArrayList<>();
        var known = groups.byIdOrName();
        for (var file : files) {
            var rows = ReadFile.of(file, (name, in) -> PriceListCsv.read(name, in, known)).content();
            PricePeriods.contradictions(rows, List.of()).requireNone();
            for (var price : rows.stream().map(PriceListCsv.Read::price).toList()) {
                var other = fileOf.put(price.key(), file);
                if (other != null && !other.equals(file)) {
                    throw new InvalidInputException(new InputProblem(file.toString(), 0, "sku", price.sku(),
                            "expected each price once, " + other + " has one in " + price.currency() + " from "
                                    + price.validFrom() + " on as well"));
                }
                read.add(price);
            }
        }
        return new OtherPrices(numbered(asDated ? read : latest(read)), asDated);
    }

    private static List<Price> latest(List<Price> prices) {
        Map<PriceKey, Price> latest = new LinkedHashMap<>();
        prices.forEach(price -> latest.merge(undated(price), price,
                (one, other) -> one.validFrom().isBefore(other.validFrom()) ? other : one));
        return latest.entrySet().stream().map(entry -> copy(entry.getValue(), 0, entry.getKey(), null)).toList();
    }

    private static List<Price> numbered(List<Price> prices) {
        List<Price> numbered = new ArrayList<>();
        prices.forEach(price -> numbered.add(copy(price, -1L - numbered.size(), price.key(), price.validUntil())));
        return List.copyOf(numbered);
    }

    private static Price copy(Price price, long id, PriceKey key, @Nullable LocalDate validUntil) {
        return new Price(id, key, validUntil, price.model(), price.unit(), price.packageSize(), price.freeUnits(),
                price.tierScope(), price.rounding(), price.taxClass(), price.tiers());
    }

    private static PriceKey undated(Price price) {
        return new PriceKey(price.sku(), price.currency(), price.groupId(), ALWAYS);
    }

    /** Whether there are none. */
    public boolean isEmpty() {
        return prices.isEmpty();
    }

    /** The prices of a run with these laid over them. */
    public List<Price> over(List<Price> frozen) {
        if (prices.isEmpty()) {
            return frozen;
        }
        Function<Price, PriceKey> key = asDated ? Price::key : OtherPrices::undated;
        Set<PriceKey> replaced = prices.stream().map(key).collect(Collectors.toSet());
        return Stream.concat(frozen.stream().filter(price -> !replaced.contains(key.apply(price))), prices.stream())
                .toList();
    }
}
