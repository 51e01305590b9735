package org.billinggroups.rating;

import java.time.LocalDate;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Which price it is: of those with one key the last that was imported is in force.
 *
 * @param sku the SKU, or the beginning of SKUs followed by {@code *}
 * @param groupId the billing group that has the price for its own; null for everyone
 * @param validFrom from 00:00 UTC of that day
 */
public record PriceKey(String sku, CurrencyUnit currency, @Nullable UUID groupId, LocalDate validFrom) {}
