package org.billinggroups.account;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What was agreed with a billing group beside the price list.
 *
 * @param discountPercent off each usage line, 0 to 100
 * @param supportPercent of the discounted usage, charged as support; 0 for none
 * @param supportFixed charged as support instead of a percentage, if there is usage or an extra charge; or null
 * @param supportMinimum the least that is charged as a percentage, if there is usage or an extra charge; or null
 * @param commitment the agreed minimum, or null
 * @param extraCharges charges beside the usage
 * @param priceAdjustments what is added to or taken off prices
 */
public record BillingTerms(
        BigDecimal discountPercent,
        BigDecimal supportPercent,
        @Nullable Money supportFixed,
        @Nullable Money supportMinimum,
        @Nullable Commitment commitment,
        List<ExtraCharge> extraCharges,
        List<PriceAdjustment> priceAdjustments) {

    /** Takes copies of the lists; what version 1.0 froze has no adjustments. */
    public BillingTerms {
        extraCharges = List.copyOf(extraCharges);
        priceAdjustments = List.copyOf(Objects.requireNonNullElse(priceAdjustments, List.of()));
    }

    /** No discount, no support, no commitment, no charges. */
    public static BillingTerms none() {
        return new BillingTerms(BigDecimal.ZERO, BigDecimal.ZERO, null, null, null, List.of(), List.of());
    }

    /**
     * A charge beside the usage, once (first and last period are the same) or each month.
     *
     * @param amount charged in each period; may be negative
     * @param from the first period
     * @param until the last period, inclusive, or null for an open end
     */
    public record ExtraCharge(String description, Money amount, BillingPeriod from, @Nullable BillingPeriod until) {
        /** Whether it is charged in the period. */
        public boolean coversPeriod(BillingPeriod period) {
            return isWithin(period, from, until);
        }
    }

    /**
     * A percentage by which prices of some services and SKUs differ from the list.
     *
     * @param service a service, or the beginning of services followed by {@code *}; null for all
     * @param sku a SKU, or the beginning of SKUs followed by {@code *}; null for all
     * @param percent above zero a markup, below zero a discount; zero for the price of the list
     * @param from the first period, or null for any
     * @param until the last period, inclusive, or null for any
     */
    public record PriceAdjustment(@Nullable String service, @Nullable String sku, BigDecimal percent,
            @Nullable BillingPeriod from, @Nullable BillingPeriod until) {
        private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

        /** Whether it holds in the period. */
        public boolean coversPeriod(BillingPeriod period) {
            return isWithin(period, from, until);
        }

        /** Whether it changes anything. */
        public boolean isNone() {
            return percent.signum() == 0;
        }

        /** The exact amount with the percentage added or taken off. */
        public BigDecimal applyTo(BigDecimal amount) {
            return amount.multiply(HUNDRED.add(percent)).movePointLeft(2);
        }

        /** Whether both hold in some period. */
        boolean overlaps(PriceAdjustment other) {
            return (from == null || other.until == null || from.compareTo(other.until) <= 0)
                    && (other.from == null || until == null || other.from.compareTo(until) <= 0);
        }
    }

    static boolean isWithin(BillingPeriod period, @Nullable BillingPeriod from, @Nullable BillingPeriod until) {
        return (from == null || from.compareTo(period) <= 0) && (until == null || until.compareTo(period) >= 0);
    }
}
