package org.billinggroups.invoicing;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * How a line is taxed.
 *
 * @param rate percent
 * @param reason why no tax is due, or null where it is
 */
record TaxDecision(TaxCategory category, BigDecimal rate, @Nullable String reason) {}
