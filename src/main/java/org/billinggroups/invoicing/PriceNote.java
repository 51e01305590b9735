package org.billinggroups.invoicing;

import java.math.BigDecimal;
import java.util.Objects;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.TierScope;

/** Says in a few words how a price works, for the invoice line. */
final class PriceNote {
    private PriceNote() {}

    /** Such as {@code 0.05 per hour} or {@code graduated, 3 tiers}. */
    static String of(Price price) {
        var text = switch (price.model()) {
            case PER_UNIT -> plain(price.tiers().getFirst().unitPrice()) + " per " + price.unit();
            case GRADUATED, VOLUME -> tiers(price);
            case PACKAGE -> plain(price.tiers().getFirst().unitPrice()) + " per "
                    + plain(Objects.requireNonNull(price.packageSize())) + " " + price.unit();
            case STAIRSTEP -> "by step";
        };
        return price.tierScope() == TierScope.BILLING_GROUP ? text + ", pooled" : text;
    }

    private static String tiers(Price price) {
        int count = price.tiers().size();
        return price.model().code() + ", " + count + (count == 1 ? " tier" : " tiers");
    }

    private static String plain(BigDecimal value) {
        return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }
}
