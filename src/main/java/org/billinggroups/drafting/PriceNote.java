package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.util.Objects;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.TierScope;
import org.billinggroups.wording.Language;

/** How a price works, said in a few words of a language for the invoice line. */
final class PriceNote {
    private static final int MOST_TIERS_TOLD = 4;

    private final Price price;
    private final Language language;

    private PriceNote(Price price, Language language) {
        this.price = price;
        this.language = language;
    }

    /** Such as {@code 0.05 per hour} or {@code graduated: 0 up to 100, 0.08 above}. */
    static String of(Price price, Language language) {
        var text = new PriceNote(price, language).text();
        return price.tierScope() == TierScope.BILLING_GROUP ? language.text("price-pooled", text) : text;
    }

    /** The same with what is added to or taken off the price, such as {@code 0.05 per hour, less 10%}. */
    static String adjusted(String note, PriceAdjustment adjustment, Language language) {
        return language.text(adjustment.percent().signum() < 0 ? "price-less" : "price-plus", note,
                language.figures().percent(adjustment.percent().abs()));
    }

    private String text() {
        var first = price.tiers().getFirst();
        return switch (price.model()) {
            case PER_UNIT -> language.text("price-per", number(first.unitPrice()), price.unit()) + fee(first);
            case GRADUATED -> tiers("price-graduated");
            case VOLUME -> tiers("price-volume");
            case PACKAGE -> blocks(first);
            case STAIRSTEP -> tiers("price-by-step");
        };
    }

    private String blocks(PriceTier tier) {
        var text = language.text("price-per-block", number(tier.unitPrice()),
                number(Objects.requireNonNull(price.packageSize())), price.unit());
        return price.freeUnits().signum() == 0
                ? text
                : language.text("price-after-free", text, number(price.freeUnits()));
    }

    /**
     * The price of each tier, whose words stay in one line where they can, or how many there are where they would fill
     * the column.
     */
    private String tiers(String key) {
        int count = price.tiers().size();
        return count > MOST_TIERS_TOLD
                ? language.text(key + "-tiers", Integer.toString(count))
                : language.text(key, price.tiers().stream().map(this::told)
                        .reduce((told, next) -> language.text("price-and", told, next)).orElseThrow());
    }

    private String told(PriceTier tier) {
        var amount = price.model() == PriceModel.STAIRSTEP
                ? number(tier.flatFee())
                : number(tier.unitPrice()) + fee(tier);
        if (tier.upTo() != null) {
            return language.text("price-up-to", amount, number(tier.upTo()));
        }
        return price.tiers().size() == 1 ? amount : language.text("price-above", amount);
    }

    private String fee(PriceTier tier) {
        return tier.flatFee().signum() == 0 ? "" : "\u00a0+\u00a0" + number(tier.flatFee());
    }

    private String number(BigDecimal value) {
        return language.figures().quantity(value);
    }
}
