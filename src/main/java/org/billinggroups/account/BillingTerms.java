package org.billinggroups.account;

import java.math.BigDecimal;
import java.util.List;
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
 * @param commitment the agreed minimum per period, or null
 * @param extraCharges charges beside the usage
 */
public record BillingTerms(
        BigDecimal discountPercent,
        BigDecimal supportPercent,
        @Nullable Money supportFixed,
        @Nullable Money supportMinimum,
        @Nullable Commitment commitment,
        List<ExtraCharge> extraCharges) {

    /** Takes a copy of the list. */
    public BillingTerms {
        extraCharges = List.copyOf(extraCharges);
    }

    /** No discount, no support, no commitment, no charges. */
    public static BillingTerms none() {
        return new BillingTerms(BigDecimal.ZERO, BigDecimal.ZERO, null, null, null, List.of());
    }

    /**
     * The least that a group pays for a period.
     *
     * @param amount zero for no commitment
     * @param from the first period, or null for any
     * @param until the last period, inclusive, or null for any
     */
    public record Commitment(Money amount, @Nullable BillingPeriod from, @Nullable BillingPeriod until) {
        /** Whether it holds in the period. */
        public boolean coversPeriod(BillingPeriod period) {
            return amount.isPositive() && isWithin(period, from, until);
        }
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

    private static boolean isWithin(BillingPeriod period, @Nullable BillingPeriod from, @Nullable BillingPeriod until) {
        return (from == null || from.compareTo(period) <= 0) && (until == null || until.compareTo(period) >= 0);
    }
}
