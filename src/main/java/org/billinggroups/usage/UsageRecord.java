package org.billinggroups.usage;

import java.math.BigDecimal;
import java.time.Instant;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * What a project used of a SKU, as one row of a usage file says.
 *
 * @param usageId the row's identity within its billing period
 * @param quantity up to 20 digits before and 12 after the point; may be negative
 * @param startedAt inclusive
 * @param endedAt exclusive; not before {@code startedAt}
 * @param amount what it costs, if it arrived already priced
 * @param currency of the amount; null exactly where the amount is
 * @param category such as {@code usage} or {@code credit}
 * @param billedIn the period in which its provider bills it, whole; null for a record that belongs to the period in
 *        which it started, and to later ones in parts
 */
record UsageRecord(
        String usageId,
        String project,
        String service,
        String sku,
        BigDecimal quantity,
        String unit,
        Instant startedAt,
        Instant endedAt,
        @Nullable BigDecimal amount,
        @Nullable CurrencyUnit currency,
        String category,
        @Nullable String description,
        @Nullable BillingPeriod billedIn) {
    /** The category of a provider's tax that is left out: it is kept and counted, but nobody is billed for it. */
    static final String PROVIDERS_TAX = "provider_tax";

    UsageRecord {
        if (endedAt.isBefore(startedAt) || (amount == null) != (currency == null)) {
            throw new IllegalArgumentException("usage " + usageId + ": " + startedAt + " to " + endedAt + ", " + amount
                    + " " + currency);
        }
    }

    /** The period that the record belongs to, at least with its first part. */
    BillingPeriod period() {
        return billedIn == null ? BillingPeriod.containing(startedAt) : billedIn;
    }
}
