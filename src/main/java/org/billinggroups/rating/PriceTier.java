package org.billinggroups.rating;

import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/**
 * One tier of a price.
 *
 * @param upTo the largest quantity of the tier, inclusive; null for no end
 * @param unitPrice per unit (per block with {@link PriceModel#PACKAGE}); zero where there is none
 * @param flatFee once; zero where there is none
 */
public record PriceTier(@Nullable BigDecimal upTo, BigDecimal unitPrice, BigDecimal flatFee) {
    boolean contains(BigDecimal quantity) {
        return upTo == null || quantity.compareTo(upTo) <= 0;
    }
}
