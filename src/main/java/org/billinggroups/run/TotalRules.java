package org.billinggroups.run;

/**
 * What becomes of small, zero and negative totals.
 *
 * @param smallAmounts which pre-tax totals are not charged
 * @param creditNegativeTotals whether a total below zero is issued as a credit note; otherwise its group is parked
 * @param zeroInvoicesSkipped whether there is no invoice where no usage is billed and every line is zero
 */
public record TotalRules(SmallAmounts smallAmounts, boolean creditNegativeTotals, boolean zeroInvoicesSkipped) {
    /** Small totals are charged, negative ones park their group. */
    public static final TotalRules DEFAULT = new TotalRules(SmallAmounts.NONE, false, true);
}
