package org.billinggroups.account;

import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;

/** The code of a currency by ISO 4217; what the standard lists beside money, such as gold ({@code XAU}), is none. */
public final class CurrencyCode {
    private CurrencyCode() {}

    /**
     * The currency of a code.
     *
     * @throws IllegalArgumentException saying what was expected
     */
    public static CurrencyUnit parse(String text) {
        try {
            var currency = CurrencyUnit.of(text);
            if (currency.isPseudoCurrency()) {
                throw new IllegalCurrencyException("Not money: " + text);
            }
            return currency;
        } catch (IllegalCurrencyException e) {
            throw new IllegalArgumentException("expected an ISO 4217 currency code such as EUR", e);
        }
    }
}
