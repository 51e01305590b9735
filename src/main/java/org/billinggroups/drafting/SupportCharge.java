package org.billinggroups.drafting;

import java.math.RoundingMode;
import java.util.Optional;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.wording.Language;
import org.joda.money.Money;

/**
 * What support costs where anything is charged.
 *
 * @param amount above zero
 * @param note how it comes about, for people
 */
record SupportCharge(Money amount, String note) {
    /**
     * The charge by the terms: the fixed one, or a share of the usage, rounded once (half up), and at least the
     * minimum.
     *
     * @param usage the sum of the discounted usage lines
     */
    static Optional<SupportCharge> of(BillingTerms terms, Money usage, Language language) {
        var fixed = terms.supportFixed();
        if (fixed != null) {
            return fixed.isPositive()
                    ? Optional.of(new SupportCharge(fixed, language.text("support-fixed")))
                    : Optional.empty();
        }
        if (terms.supportPercent().signum() == 0) {
            return Optional.empty();
        }
        var share = Money.of(usage.getCurrencyUnit(),
                usage.getAmount().multiply(terms.supportPercent()).movePointLeft(2), RoundingMode.HALF_UP);
        var note = language.text("support-share", language.figures().percent(terms.supportPercent()));
        var minimum = terms.supportMinimum();
        if (minimum != null && share.isLessThan(minimum)) {
            return Optional.of(new SupportCharge(minimum,
                    language.text("support-at-least", note, language.figures().amountWithCurrency(minimum))));
        }
        return share.isPositive() ? Optional.of(new SupportCharge(share, note)) : Optional.empty();
    }
}
