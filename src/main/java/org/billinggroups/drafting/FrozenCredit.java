package org.billinggroups.drafting;

import java.util.List;
import org.billinggroups.invoice.DraftInvoice.CreditUse;
import org.joda.money.Money;

/**
 * A credit as a run froze it.
 *
 * @param prepaid whether it pays after tax; else it lowers the taxable base
 * @param remaining what was left of it
 */
public record FrozenCredit(long creditId, boolean prepaid, String description, Money remaining) {
    /** The credits that are left after an invoice took from them, in the same order. */
    static List<FrozenCredit> left(List<FrozenCredit> credits, List<CreditUse> taken) {
        return taken.isEmpty() ? credits : credits.stream().map(credit -> credit.less(taken)).toList();
    }

    private FrozenCredit less(List<CreditUse> taken) {
        return new FrozenCredit(creditId, prepaid, description, taken.stream()
                .filter(use -> use.creditId() == creditId).map(CreditUse::amount).reduce(remaining, Money::minus));
    }
}
