package org.billinggroups.rating;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;

/** Prices and usage sums as tests need them. */
final class PriceFixtures {
    static final LocalDate START = LocalDate.parse("2026-01-01");

    static final PriceKey KEY = new PriceKey("sku", CurrencyUnit.EUR, null, START);

    private PriceFixtures() {}

    /** Tiers written as {@code up_to unit_price flat_fee}, separated by commas; {@code -} is no upper end. */
    static List<PriceTier> tiers(String text) {
        List<PriceTier> tiers = new ArrayList<>();
        for (var tier : text.split(",")) {
            var parts = tier.strip().split(" +");
            tiers.add(new PriceTier("-".equals(parts[0]) ? null : new BigDecimal(parts[0]), new BigDecimal(parts[1]),
                    parts.length > 2 ? new BigDecimal(parts[2]) : BigDecimal.ZERO));
        }
        return tiers;
    }

    static Price price(PriceModel model, String tiers) {
        return new Price(1, KEY, null, model, "hour", null, BigDecimal.ZERO, TierScope.PROJECT,
                QuantityRounding.NONE, "standard", tiers(tiers));
    }

    static Price blocks(String blockPrice, String size, String free) {
        return new Price(1, KEY, null, PriceModel.PACKAGE, "hour", new BigDecimal(size),
                new BigDecimal(free), TierScope.PROJECT, QuantityRounding.NONE, "standard", tiers("- " + blockPrice));
    }

    /** One euro, dollar, ... per hour. */
    static Price simple(long id, String sku, String currency, String validFrom) {
        return new Price(id, new PriceKey(sku, CurrencyUnit.of(currency), null, LocalDate.parse(validFrom)), null,
                PriceModel.PER_UNIT, "hour", null, BigDecimal.ZERO, TierScope.PROJECT, QuantityRounding.NONE,
                "standard", tiers("- " + id));
    }

    /** The price as one of a group. */
    static Price of(UUID groupId, Price price) {
        return new Price(price.id(), new PriceKey(price.sku(), price.currency(), groupId, price.validFrom()),
                price.validUntil(), price.model(), price.unit(), price.packageSize(), price.freeUnits(),
                price.tierScope(), price.rounding(), price.taxClass(), price.tiers());
    }

    /** The price with an end. */
    static Price until(String end, Price price) {
        return new Price(price.id(), price.key(), LocalDate.parse(end), price.model(), price.unit(),
                price.packageSize(), price.freeUnits(), price.tierScope(), price.rounding(), price.taxClass(),
                price.tiers());
    }

    static Price pooled(Price price, TierScope scope, QuantityRounding rounding) {
        return new Price(price.id(), price.key(), price.validUntil(), price.model(), price.unit(), price.packageSize(),
                price.freeUnits(), scope, rounding, price.taxClass(), price.tiers());
    }

    static UsageSum usage(String project, String sku, String quantity, String from) {
        var start = Instant.parse(from);
        return new UsageSum(project, "Compute", sku, "hour", null, new BigDecimal(quantity), BigDecimal.ZERO, null, 1,
                start, start.plusSeconds(3600));
    }
}
