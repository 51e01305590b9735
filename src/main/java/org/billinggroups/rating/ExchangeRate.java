package org.billinggroups.rating;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * What an amount in one currency is worth in another.
 *
 * @param rate what to multiply by, above zero
 * @param publishedOn the day of the publication that it comes from
 */
public record ExchangeRate(BigDecimal rate, LocalDate publishedOn) {
    /** Checks the rate. */
    public ExchangeRate {
        if (rate.signum() <= 0) {
            throw new IllegalArgumentException("exchange rate " + rate + ": expected more than 0");
        }
    }
}
