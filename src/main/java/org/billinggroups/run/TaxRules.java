package org.billinggroups.run;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.TaxRate;
import org.billinggroups.account.TaxTerritories;
import org.billinggroups.account.VatIds;

/**
 * Which tax is due, by the countries of seller and buyer (Directive 2006/112/EC, articles 44, 45, 58 and 196, as far as
 * the sale of electronic services needs them).
 *
 * <p>Domestic: the country's rate. To a business with a VAT id in another member state: reverse charge. To others in
 * another member state: the rate of their country. Where buyer or seller is outside the Union: not subject to VAT. A
 * buyer may be exempt. Territories that are no part of their country's VAT, or of another country's, are those of
 * {@link TaxTerritories}.
 */
public final class TaxRules {
    private static final Set<String> EUROPEAN_UNION = Set.of("AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI",
            "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK");
    private static final String REVERSE_CHARGE = "Reverse charge: VAT is to be accounted for by the recipient "
            + "(Article 196 of Directive 2006/112/EC)";
    private static final String OUTSIDE_SCOPE = "Not subject to VAT: the place of supply is outside the European Union "
            + "(Articles 44 and 59 of Directive 2006/112/EC)";

    private final String sellerCountry;
    private final String sellerState;
    private final List<TaxRate> rates;
    private final LocalDate taxPoint;

    /**
     * The rules for a period.
     *
     * @param taxPoint the day whose rates hold: the last of the period
     */
    public TaxRules(String sellerCountry, List<TaxRate> rates, LocalDate taxPoint) {
        this.sellerCountry = sellerCountry;
        this.sellerState = TaxTerritories.stateOf(sellerCountry);
        this.rates = List.copyOf(rates);
        this.taxPoint = taxPoint;
    }

    /**
     * The tax of a line.
     *
     * @throws NotInvoiceableException if the tax table has no rate, or it is not known where the buyer is
     */
    public TaxDecision decide(BillingDetails buyer, String taxClass) {
        return switch (categoryOf(buyer)) {
            case E -> new TaxDecision(TaxCategory.E, BigDecimal.ZERO, buyer.taxExemptReason());
            case AE -> new TaxDecision(TaxCategory.AE, BigDecimal.ZERO, REVERSE_CHARGE);
            case O -> new TaxDecision(TaxCategory.O, BigDecimal.ZERO, reasonOutside(buyer));
            case S, Z -> taxed(countryOf(buyer).orElseThrow(), taxClass);
        };
    }

    /**
     * The category of a buyer's lines; {@code S} also stands for a rate of zero.
     *
     * @throws NotInvoiceableException if it is not known where the buyer is
     */
    TaxCategory categoryOf(BillingDetails buyer) {
        if (buyer.taxExemptReason() != null) {
            return TaxCategory.E;
        }
        var country = countryOf(buyer).orElse(null);
        if (country == null) {
            return TaxCategory.O;
        }
        if (country.equals(sellerCountry) || TaxTerritories.stateOf(country).equals(sellerState)) {
            return TaxCategory.S;
        }
        if (!EUROPEAN_UNION.contains(sellerState) || !EUROPEAN_UNION.contains(country)) {
            return TaxCategory.O;
        }
        return isRegisteredElsewhere(buyer) ? TaxCategory.AE : TaxCategory.S;
    }

    /** The country whose tax law holds where the buyer is; empty where none does. */
    private Optional<String> countryOf(BillingDetails buyer) {
        var country = String.valueOf(buyer.countryCode());
        if (EUROPEAN_UNION.contains(sellerState) || country.equals(sellerState)) {
            requireDecided(buyer);
        }
        var territory = TaxTerritories.of(buyer);
        // What is outside of everybody else's VAT may have a tax of its own.
        boolean atHome = country.equals(sellerCountry)
                && territory.filter(own -> own.codes().contains(country)).isPresent();
        return territory.isEmpty()
                ? Optional.of(country)
                : territory.get().countsAs(sellerState).or(() -> atHome ? Optional.of(country) : Optional.empty());
    }

    private static void requireDecided(BillingDetails buyer) {
        TaxTerritories.undecided(buyer).ifPresent(territory -> {
            throw new NotInvoiceableException(ParkedGroup.Reason.TAX_TERRITORY,
                    "its address points to " + territory.key() + ", which is taxed otherwise than "
                            + buyer.countryCode() + ": set tax_territory to " + territory.key() + " or to "
                            + TaxTerritories.NONE);
        });
    }

    private String reasonOutside(BillingDetails buyer) {
        if (!EUROPEAN_UNION.contains(sellerState)) {
            return TaxSubtotal.NOT_SUBJECT;
        }
        return countryOf(buyer).isPresent() ? OUTSIDE_SCOPE : TaxSubtotal.OUTSIDE_TERRITORY;
    }

    /** Whether the buyer acts under a VAT id of a member state other than the seller's. */
    private boolean isRegisteredElsewhere(BillingDetails buyer) {
        return buyer.vatId() != null
                && VatIds.memberStateOf(buyer.vatId()).filter(state -> !state.equals(sellerState)).isPresent();
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
