package org.billinggroups.invoicing;

import java.math.BigDecimal;

/**
 * What becomes of small and of negative totals.
 *
 * @param smallAmountThreshold a pre-tax total above zero and below this is not charged; 0 for off
 * @param creditNegativeTotals whether a total below zero is issued as a credit note; otherwise its group is parked
 */
public record TotalRules(BigDecimal smallAmountThreshold, boolean creditNegativeTotals) {
    /** Small totals are charged, negative ones park their group. */
    public static final TotalRules DEFAULT = new TotalRules(BigDecimal.ZERO, false);
}
