package org.billinggroups.run;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * How a line is taxed.
 *
 * @param rate percent
 * @param reason why no tax is due, or null where it is
 */
public record TaxDecision(TaxCategory category, BigDecimal rate, @Nullable String reason) {

    /**
     * Whether one invoice can have lines of all of them: what is not subject to VAT is alone (EN 16931 BR-O-11 to
     * BR-O-14), and a category and rate has one reason.
     */
    public static boolean mayStandTogether(List<TaxDecision> decisions) {
        boolean anySubject = decisions.stream().anyMatch(decision -> decision.category() != TaxCategory.O);
        boolean anyNotSubject = decisions.stream().anyMatch(decision -> decision.category() == TaxCategory.O);
        return !(anySubject && anyNotSubject) && decisions.stream().allMatch(one -> decisions.stream()
                .filter(other -> one.category() == other.category() && one.rate().compareTo(other.rate()) == 0)
                .allMatch(other -> Objects.equals(one.reason(), other.reason())));
    }
}
