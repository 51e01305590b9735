package org.billinggroups.run;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The tax of one category and rate on an invoice (EN 16931 BG-23).
 *
 * @param rate percent
 * @param basis the sum of the lines of this category and rate
 * @param amount the tax
 * @param reason why no tax is due, or null where it is
 */
public record TaxSubtotal(
        TaxCategory category, BigDecimal rate, Money basis, Money amount, @Nullable String reason) {

    /** The reason where the law of a seller's country outside the European Union decides, which is not looked into. */
    public static final String NOT_SUBJECT = "Not subject to VAT";
    /** The reason where the buyer is in a part of a member state that is no part of its VAT. */
    public static final String OUTSIDE_TERRITORY = "Not subject to VAT: the place of supply is outside the VAT "
            + "territory of the European Union (Articles 6, 44 and 59 of Directive 2006/112/EC)";

    /**
     * Checks the arithmetic; a part of a tax that was rounded as a whole may differ by the currency's smallest unit.
     */
    public TaxSubtotal {
        var difference = amount.minus(taxOn(basis, rate)).abs();
        if (difference.isGreaterThan(Money.ofMinor(basis.getCurrencyUnit(), 1))) {
            throw new IllegalArgumentException("tax of " + rate + " % on " + basis + " is not " + amount);
        }
    }

    /** The subtotal of the lines that add up to {@code basis}. */
    public static TaxSubtotal of(TaxCategory category, BigDecimal rate, Money basis, @Nullable String reason) {
        return new TaxSubtotal(category, rate, basis, taxOn(basis, rate), reason);
    }

    /** Whether the amount is basis x rate, rounded once (EN 16931 BR-CO-17, exactly). */
    public boolean isExact() {
        return amount.equals(taxOn(basis, rate));
    }

    /** The same below zero. */
    public TaxSubtotal negated() {
        return new TaxSubtotal(category, rate, basis.negated(), amount.negated(), reason);
    }

    public static Money taxOn(Money basis, BigDecimal rate) {
        return Money.of(basis.getCurrencyUnit(), basis.getAmount().multiply(rate).movePointLeft(2),
                RoundingMode.HALF_UP);
    }
}
