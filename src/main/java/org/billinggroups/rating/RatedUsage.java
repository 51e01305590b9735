package org.billinggroups.rating;

import java.math.BigDecimal;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Summed usage with its exact amount.
 *
 * @param quantity the billed quantity, rounded where the price says so
 * @param price what it was priced by, or null where the usage arrived with its amount
 * @param amount exact, not rounded, before any discount
 */
public record RatedUsage(UsageSum usage, BigDecimal quantity, @Nullable Price price, CurrencyUnit currency,
        BigDecimal amount) {}
