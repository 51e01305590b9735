package org.billinggroups.run;

import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRate;
import org.billinggroups.rating.PublishedRates;
import org.joda.money.CurrencyUnit;

/**
 * What holds for all invoices of a period, as frozen.
 *
 * @param rates the exchange rates of the last publication day on or before the period's end
 * @param sellerCurrency the currency in which VAT is stated as well
 * @param totals what becomes of small and negative totals
 */
public record PeriodRules(BillingPeriod period, TaxRules taxes, PublishedRates rates, CurrencyUnit sellerCurrency,
        TotalRules totals) {

    /**
     * The rate between two different currencies.
     *
     * @throws NotInvoiceableException if it was not published
     */
    public ExchangeRate rate(CurrencyUnit from, CurrencyUnit to, String what) {
        return rates.find(from, to).orElseThrow(() -> new NotInvoiceableException(ParkedGroup.Reason.NO_EXCHANGE_RATE,
                what + " is in " + from + ", and there is no exchange rate to " + to + " for " + period
                        + (rates.unitsPerEuro().isEmpty() ? "" : " (published on " + rates.day() + ")")
                        + "; import it with 'billing rate import'"));
    }
}
