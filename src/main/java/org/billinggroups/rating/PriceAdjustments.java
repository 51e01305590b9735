package org.billinggroups.rating;

import java.util.List;
import java.util.Objects;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * The price adjustments of a group in a period. The one with the most exact SKU counts, of those the one with the most
 * exact service; nothing at all is the least exact.
 */
public final class PriceAdjustments {
    private final ByPattern<ByPattern<PriceAdjustment>> bySku = new ByPattern<>();

    /** Those that hold in the period, of which no two have the same service and SKU. */
    public PriceAdjustments(List<PriceAdjustment> agreed, BillingPeriod period) {
        for (var adjustment : agreed) {
            if (adjustment.coversPeriod(period)) {
                bySku.of(Objects.requireNonNullElse(adjustment.sku(), ByPattern.WILDCARD), ByPattern::new)
                        .of(Objects.requireNonNullElse(adjustment.service(), ByPattern.WILDCARD), () -> adjustment);
            }
        }
    }

    /** The one that counts; null if the price is that of the list. */
    public @Nullable PriceAdjustment find(String service, String sku) {
        var found = bySku.<PriceAdjustment>find(sku, same -> same.find(service, adjustment -> adjustment));
        return found == null || found.isNone() ? null : found;
    }
}
