package org.billinggroups.account;

import java.math.BigDecimal;
import java.time.LocalDate;

/**
 * A rate of value added tax.
 *
 * @param countryCode ISO 3166-1 alpha-2
 * @param taxClass such as {@code standard} or {@code reduced}
 * @param validFrom the first day on which it holds
 * @param rate percent
 */
public record TaxRate(String countryCode, String taxClass, LocalDate validFrom, BigDecimal rate) {
    /** The class of a rate or price that names none. */
    public static final String STANDARD = "standard";

    /** What distinguishes it from others: where, for what and since when it holds. */
    String key() {
        return countryCode + " " + taxClass + " " + validFrom;
    }
}
