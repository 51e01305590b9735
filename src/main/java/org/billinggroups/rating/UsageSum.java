package org.billinggroups.rating;

import java.math.BigDecimal;
import java.time.Instant;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * The usage of one project, service, SKU and unit within a time in which no price changes, summed.
 *
 * @param pricedIn the currency of usage that arrived with its amount, or null for usage that is to be priced
 * @param quantity the sum; of usage rows rounded one by one where the price says so
 * @param amount the sum of the amounts that arrived with the usage; zero where {@code pricedIn} is null
 * @param description what all its rows say they are, or null if they differ or say nothing
 * @param records the number of usage records behind it
 * @param startedAt the earliest start of a record
 * @param endedAt the latest end of a record
 */
public record UsageSum(
        String project,
        String service,
        String sku,
        String unit,
        @Nullable CurrencyUnit pricedIn,
        BigDecimal quantity,
        BigDecimal amount,
        @Nullable String description,
        long records,
        Instant startedAt,
        Instant endedAt) {
    /** Two sums of the same project, service, SKU and unit as one. */
    UsageSum plus(UsageSum other) {
        return new UsageSum(project, service, sku, unit, pricedIn, quantity.add(other.quantity),
                amount.add(other.amount),
                description != null && description.equals(other.description) ? description : null,
                records + other.records, startedAt.isBefore(other.startedAt) ? startedAt : other.startedAt,
                endedAt.isAfter(other.endedAt) ? endedAt : other.endedAt);
    }
}
