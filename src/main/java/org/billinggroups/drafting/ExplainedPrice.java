package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.drafting.Explanation.Step;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.QuantityRounding;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.rating.TierScope;

/** Tells how a quantity was priced: version, rounding, pool, tiers, share. */
final class ExplainedPrice {
    private ExplainedPrice() {}

    static List<Step> steps(RatedUsage rated, List<RatedUsage> all) {
        List<Step> steps = new ArrayList<>();
        var price = rated.price();
        if (price == null) {
            steps.add(new Step("price", "the usage arrived priced: " + plain(rated.amount()) + " " + rated.currency()));
            return steps;
        }
        steps.add(new Step("price", price.sku() + " " + price.model().code() + " in " + price.currency() + " per "
                + price.unit() + ", valid from " + price.validFrom() + " (price " + price.id() + ")"));
        switch (price.rounding().scope()) {
            case INTERVAL -> steps.add(new Step("rounding", "each record up to " + step(price)));
            case LINE ->
                steps.add(new Step("rounding", plain(rated.usage().quantity()) + " up to " + step(price) + " = "
                        + plain(rated.quantity())));
            default -> {
            }
        }
        var pooled = price.tierScope() == TierScope.BILLING_GROUP
                ? all.stream().filter(other -> other.price() != null && other.price().id() == price.id()
                        && other.usage().sku().equals(rated.usage().sku())).toList()
                : List.of(rated);
        var quantity = pooled.stream().map(RatedUsage::quantity).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (pooled.size() > 1) {
            steps.add(new Step("pool", "all projects of the group: " + plain(quantity) + " " + price.unit()));
        }
        price.parts(quantity).forEach(part -> steps.add(new Step("tier", part.text() + " = " + plain(part.amount()))));
        var amount = price.amountOf(quantity);
        if (pooled.size() > 1) {
            steps.add(
                    new Step("share", plain(amount) + " x " + plain(rated.quantity()) + " / " + plain(quantity) + " = "
                            + plain(rated.amount()) + " (largest remainder, 12 decimals)"));
        }
        steps.add(new Step("exact amount", plain(rated.amount()) + " " + rated.currency()));
        return steps;
    }

    private static String step(Price price) {
        var step = price.rounding().step();
        return step == null ? QuantityRounding.NONE.toString() : plain(step);
    }

    private static String plain(BigDecimal number) {
        return ExplanationSteps.plain(number);
    }
}
