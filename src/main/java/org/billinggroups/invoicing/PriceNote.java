package org.billinggroups.invoicing;

import java.math.BigDecimal;
import java.util.Objects;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.TierScope;
import org.billinggroups.wording.Language;

/** Says in a few words of a language how a price works, for the invoice line. */
final class PriceNote {
    private PriceNote() {}

    /** Such as {@code 0.05 per hour} or {@code graduated, 3 tiers}. */
    static String of(Price price, Language language) {
        var first = price.tiers().getFirst();
        var text = switch (price.model()) {
            case PER_UNIT -> language.text("price-per", number(first.unitPrice(), language), price.unit())
                    + (first.flatFee().signum() == 0 ? "" : " + " + number(first.flatFee(), language));
            case GRADUATED -> language.counted("price-graduated", price.tiers().size());
            case VOLUME -> language.counted("price-volume", price.tiers().size());
            case PACKAGE -> language.text("price-per-block", number(first.unitPrice(), language),
                    number(Objects.requireNonNull(price.packageSize()), language), price.unit());
            case STAIRSTEP -> language.text("price-by-step");
        };
        return price.tierScope() == TierScope.BILLING_GROUP ? language.text("price-pooled", text) : text;
    }

    private static String number(BigDecimal value, Language language) {
        return language.figures().plainNumber(value);
    }
}
