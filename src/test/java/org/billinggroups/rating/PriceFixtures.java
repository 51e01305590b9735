package org.billinggroups.rating;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.joda.money.CurrencyUnit;

/** Prices and usage sums as tests need them. */
final class PriceFixtures {
    static final LocalDate START = LocalDate.parse("2026-01-01");

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
        return new Price(1, "sku", CurrencyUnit.EUR, START, model, "hour", null, BigDecimal.ZERO, TierScope.PROJECT,
                QuantityRounding.NONE, "standard", tiers(tiers));
    }

    static Price blocks(String blockPrice, String size, String free) {
        return new Price(1, "sku", CurrencyUnit.EUR, START, PriceModel.PACKAGE, "hour", new BigDecimal(size),
                new BigDecimal(free), TierScope.PROJECT, QuantityRounding.NONE, "standard", tiers("- " + blockPrice));
    }

    /** One euro, dollar, ... per hour. */
    static Price simple(long id, String sku, String currency, String validFrom) {
        return new Price(id, sku, CurrencyUnit.of(currency), LocalDate.parse(validFrom), PriceModel.PER_UNIT, "hour",
                null, BigDecimal.ZERO, TierScope.PROJECT, QuantityRounding.NONE, "standard", tiers("- " + id));
    }

    static Price pooled(Price price, TierScope scope, QuantityRounding rounding) {
        return new Price(price.id(), price.sku(), price.currency(), price.validFrom(), price.model(), price.unit(),
                price.packageSize(), price.freeUnits(), scope, rounding, price.taxClass(), price.tiers());
    }

    static UsageSum usage(String project, String sku, String quantity, String from) {
        var start = Instant.parse(from);
        return new UsageSum(project, "Compute", sku, "hour", null, new BigDecimal(quantity), BigDecimal.ZERO, null, 1,
                start, start.plusSeconds(3600));
    }
}
