package org.billinggroups.invoicing;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.TaxRate;
import org.billinggroups.account.VatIds;

/**
 * Which tax is due, by the countries of seller and buyer (Directive 2006/112/EC, articles 44, 45, 58 and 196, as far as
 * the sale of electronic services needs them).
 *
 * <p>Domestic: the country's rate. To a business with a VAT id in another member state: reverse charge. To others in
 * another member state: the rate of their country. Where buyer or seller is outside the Union: not subject to VAT. A
 * buyer may be exempt.
 */
final class TaxRules {
    private static final Set<String> EUROPEAN_UNION = Set.of("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
            "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");
    private static final String REVERSE_CHARGE = "Reverse charge: VAT is to be accounted for by the recipient "
            + "(Article 196 of Directive 2006/112/EC)";
    private static final String OUTSIDE_SCOPE = "Not subject to VAT: the place of supply is outside the European Union "
            + "(Articles 44 and 59 of Directive 2006/112/EC)";

    private final String sellerCountry;
    private final List<TaxRate> rates;
    private final LocalDate taxPoint;

    /**
     * The rules for a period.
     *
     * @param taxPoint the day whose rates hold: the last of the period
     */
    TaxRules(String sellerCountry, List<TaxRate> rates, LocalDate taxPoint) {
        this.sellerCountry = sellerCountry;
        this.rates = List.copyOf(rates);
        this.taxPoint = taxPoint;
    }

    /**
     * The tax of a line.
     *
     * @throws NotInvoiceableException if the tax table has no rate
     */
    TaxDecision decide(BillingDetails buyer, String taxClass) {
        var country = String.valueOf(buyer.countryCode());
        if (buyer.taxExemptReason() != null) {
            return new TaxDecision(TaxCategory.E, BigDecimal.ZERO, buyer.taxExemptReason());
        }
        if (country.equals(sellerCountry)) {
            return taxed(country, taxClass);
        }
        if (!EUROPEAN_UNION.contains(sellerCountry)) {
            return new TaxDecision(TaxCategory.O, BigDecimal.ZERO, TaxSubtotal.NOT_SUBJECT);
        }
        if (!EUROPEAN_UNION.contains(country)) {
            return new TaxDecision(TaxCategory.O, BigDecimal.ZERO, OUTSIDE_SCOPE);
        }
        return isRegisteredElsewhere(buyer)
                ? new TaxDecision(TaxCategory.AE, BigDecimal.ZERO, REVERSE_CHARGE)
                : taxed(country, taxClass);
    }

    /** Whether the buyer acts under a VAT id of a member state other than the seller's. */
    private boolean isRegisteredElsewhere(BillingDetails buyer) {
        return buyer.vatId() != null
                && VatIds.memberStateOf(buyer.vatId()).filter(state -> !state.equals(sellerCountry)).isPresent();
    }

    private TaxDecision taxed(String country, String taxClass) {
        var rate = rates.stream()
                .filter(r -> r.countryCode().equals(country) && r.taxClass().equals(taxClass)
                        && !r.validFrom().isAfter(taxPoint))
                .max(Comparator.comparing(TaxRate::validFrom))
                .orElseThrow(() -> new NotInvoiceableException(ParkedGroup.Reason.NO_TAX_RATE,
                        "no tax rate of class " + taxClass + " for " + country + " on " + taxPoint))
                .rate();
        return rate.signum() == 0
                ? new TaxDecision(TaxCategory.Z, BigDecimal.ZERO, null)
                : new TaxDecision(TaxCategory.S, rate.stripTrailingZeros(), null);
    }
}
