package org.billinggroups.rehearsal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.billinggroups.period.BillingPeriod;

/**
 * What is to be rehearsed.
 *
 * @param first the first period
 * @param last the last one
 * @param prices price lists to lay over what was frozen
 * @param company apply files to lay over it
 * @param rates a file of exchange rates to lay over it
 * @param asDated whether the dates in price lists and rates count
 * @param against the invoices of another system, to compare with instead of those issued
 */
public record RehearsalRequest(BillingPeriod first, BillingPeriod last, List<Path> prices, List<Path> company,
        Optional<Path> rates, boolean asDated, Optional<Path> against) {
    /** Whether nothing is laid over, so that what was issued has to come out again. */
    public boolean isPlain() {
        return prices.isEmpty() && company.isEmpty() && rates.isEmpty();
    }
}
