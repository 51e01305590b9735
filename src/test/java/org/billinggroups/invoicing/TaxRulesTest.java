package org.billinggroups.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.invoicing.InvoicingFixtures.RATES;
import static org.billinggroups.invoicing.InvoicingFixtures.buyer;
import static org.billinggroups.invoicing.InvoicingFixtures.finnishTaxes;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import org.billinggroups.account.BillingDetails;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxRulesTest {
    private static final LocalDate TAX_POINT = LocalDate.parse("2026-10-31");

    @ParameterizedTest
    @CsvSource({
            // domestic, with and without VAT id
            "FI, FI, , standard, S, 25.5", "FI, FI, FI20774740, standard, S, 25.5", "FI, FI, , reduced, S, 14",
            "FI, FI, , free, Z, 0", "DE, DE, DE123456788, standard, S, 19",
            // another member state
            "FI, DE, DE123456788, standard, AE, 0", "FI, DE, , standard, S, 19", "FI, FR, , standard, S, 20",
            "DE, FI, FI20774740, reduced, AE, 0", "FI, GR, EL094259216, standard, AE, 0",
            // an id of the seller's own country, or of none in the Union, is no reverse charge
            "FI, DE, FI20774740, standard, S, 19", "FI, DE, US123456789, standard, S, 19",
            "FI, DE, FR40303265045, standard, AE, 0",
            // outside the Union, on either side
            "FI, US, , standard, O, 0", "FI, GB, GB980780684, standard, O, 0", "FI, CH, , standard, O, 0",
            "FI, NO, NO123456785, standard, O, 0", "US, FI, , standard, O, 0", "CH, DE, DE123456788, standard, O, 0",
            "US, GB, , standard, O, 0" })
    void decideByCountriesOfSellerAndBuyer(String seller, String buyer, String vatId, String taxClass,
            TaxCategory category, BigDecimal rate) {
        var decision = new TaxRules(seller, RATES, TAX_POINT).decide(buyer(buyer, vatId, "EUR"), taxClass);
        assertThat(decision.category()).isEqualTo(category);
        assertThat(decision.rate()).isEqualByComparingTo(rate);
        assertThat(decision.reason() == null).isEqualTo(category == TaxCategory.S || category == TaxCategory.Z);
    }

    @ParameterizedTest
    @CsvSource({ "2013-01-01, 24", "2024-08-31, 24", "2024-09-01, 25.5", "2026-10-31, 25.5" })
    void takeRateThatHoldsOnTaxPoint(LocalDate taxPoint, BigDecimal rate) {
        assertThat(new TaxRules("FI", RATES, taxPoint).decide(buyer("FI", null, "EUR"), "standard").rate())
                .isEqualByComparingTo(rate);
    }

    @Test
    void namesLawOfReverseCharge() {
        assertThat(finnishTaxes().decide(buyer("DE", "DE123456788", "EUR"), "standard").reason())
                .startsWith("Reverse charge").contains("2006/112/EC");
    }

    @ParameterizedTest
    @CsvSource({ "FI, US, true", "US, FI, false", "CH, US, false" })
    void placeTheSupplyOutsideTheUnionOnlyForASellerInside(String seller, String buyer, boolean outside) {
        var reason = new TaxRules(seller, RATES, TAX_POINT).decide(buyer(buyer, null, "EUR"), "standard").reason();
        assertThat(reason).startsWith("Not subject to VAT");
        assertThat(String.valueOf(reason).contains("European Union")).isEqualTo(outside);
    }

    @ParameterizedTest
    @CsvSource({ "FI", "DE", "US" })
    void exemptsBuyerWithItsReasonWhereverItIs(String country) {
        var exempt = new BillingDetails("Embassy", List.of("Street 1"), "City", null, null, country, null,
                CurrencyUnit.EUR, List.of(), List.of(), null, 14, "en", null, "Article 151: diplomatic arrangements",
                null, null, null, null);
        assertThat(finnishTaxes().decide(exempt, "standard"))
                .isEqualTo(new TaxDecision(TaxCategory.E, BigDecimal.ZERO, "Article 151: diplomatic arrangements"));
    }

    @ParameterizedTest
    @CsvSource({ "IT, standard, 2026-10-31", "FI, luxury, 2026-10-31", "FI, standard, 2012-12-31" })
    void refuseToGuessRate(String country, String taxClass, LocalDate taxPoint) {
        assertThatThrownBy(
                () -> new TaxRules("FI", RATES, taxPoint).decide(buyer(country, null, "EUR"), taxClass))
                .isInstanceOfSatisfying(NotInvoiceableException.class,
                        e -> assertThat(e.reason()).isEqualTo(ParkedGroup.Reason.NO_TAX_RATE))
                .hasMessage("no tax rate of class " + taxClass + " for " + country + " on " + taxPoint);
    }
}
