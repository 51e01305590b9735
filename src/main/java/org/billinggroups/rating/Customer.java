package org.billinggroups.rating;

import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * For whom prices are looked up.
 *
 * @param groupId the billing group; null for any that has no prices of its own
 * @param currency in which the group is billed
 */
public record Customer(@Nullable UUID groupId, CurrencyUnit currency) {}
