package org.billinggroups.run;

import org.billinggroups.account.OtherTerms;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.OtherPrices;
import org.billinggroups.rating.OtherRates;

/**
 * What is laid over what runs froze, to calculate their invoices as if it had been so.
 *
 * @param first the first period to which it applies
 * @param last the last one
 */
public record LaidOver(BillingPeriod first, BillingPeriod last, OtherPrices prices, OtherRates rates,
        OtherTerms terms) {
    private static final BillingPeriod NO_PERIOD = BillingPeriod.parse("1970-01");

    /** Nothing, for no period. */
    public static final LaidOver NOTHING = new LaidOver(NO_PERIOD.next(), NO_PERIOD, OtherPrices.NONE, OtherRates.NONE,
            OtherTerms.NONE);

    /** Whether it applies to the period. */
    public boolean covers(BillingPeriod period) {
        return period.compareTo(first) >= 0 && period.compareTo(last) <= 0;
    }
}
