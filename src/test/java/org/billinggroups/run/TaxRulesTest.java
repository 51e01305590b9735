package org.billinggroups.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.drafting.InvoicingFixtures.RATES;
import static org.billinggroups.drafting.InvoicingFixtures.buyer;
import static org.billinggroups.drafting.InvoicingFixtures.finnishTaxes;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.EInvoice;
import org.billinggroups.account.Reminders;
import org.billinggroups.account.TaxRate;
import org.billinggroups.drafting.InvoicingFixtures;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
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
    @CsvSource({
            // Åland belongs to Finland's VAT, for others it is outside the Union's
            "FI, AX, , S, 25.5", "FI, AX, FI20774740, S, 25.5", "SE, AX, , O, 0", "DE, AX, FI20774740, O, 0",
            "AX, FI, , S, 25.5", "AX, AX, , S, 25.5", "AX, DE, DE123456788, AE, 0",
            // overseas France: three départements at their own rate
            "FR, GP, , S, 8.5", "FR, MQ, , S, 8.5", "FR, RE, FR40303265045, S, 8.5", "FR, GF, , O, 0",
            "FR, YT, , O, 0", "FR, PF, , O, 0", "FI, GP, , O, 0", "DE, RE, FR40303265045, O, 0", "FI, GF, , O, 0",
            "GP, GP, , S, 8.5", "RE, FR, , S, 20",
            // Monaco is as France, the Isle of Man as the United Kingdom
            "FR, MC, , S, 20", "FR, MC, FR40303265045, S, 20", "FI, MC, , S, 20", "FI, MC, FR40303265045, AE, 0",
            "MC, FR, , S, 20", "GB, IM, , S, 20", "IM, GB, , S, 20", "FI, IM, , O, 0", "FI, IM, GB980780684, O, 0",
            // Northern Ireland is as the United Kingdom for services, whoever uses its number
            "FI, GB, XI980780684, O, 0", "FI, DE, XI980780684, S, 19", "GB, GB, XI980780684, S, 20",
            // outside of both
            "GB, JE, , O, 0", "GB, GG, , O, 0", "FI, JE, , O, 0", "JE, JE, , Z, 0", "GB, GI, , O, 0",
            "DK, GL, , O, 0", "DK, FO, , O, 0", "US, MC, , O, 0" })
    void knowTerritoriesByTheirCountryCode(String seller, String buyer, String vatId, TaxCategory category,
            BigDecimal rate) {
        assertDecided(seller, buyer(buyer, vatId, "EUR"), category, rate);
    }

    @ParameterizedTest
    @CsvSource({ "ES, ES, canary-islands, O, 0", "FI, ES, canary-islands, O, 0", "ES, ES, none, S, 21",
            "FI, ES, none, S, 21", "ES, ES, ceuta, O, 0", "FI, ES, melilla, O, 0", "DE, DE, busingen, O, 0",
            "FI, DE, busingen, O, 0", "DE, DE, heligoland, O, 0", "DE, DE, none, S, 19", "IT, IT, livigno, O, 0",
            "FI, IT, campione, O, 0", "GR, GR, mount-athos, O, 0", "FI, FI, aland, S, 25.5", "SE, FI, aland, O, 0",
            "FR, FR, guadeloupe, S, 8.5", "FI, FR, guadeloupe, O, 0", "FR, FR, mayotte, O, 0", "FI, FR, monaco, S, 20",
            "FI, GB, isle-of-man, O, 0", "GB, GB, isle-of-man, S, 20", "GB, GB, channel-islands, O, 0",
            "GB, GB, northern-ireland, S, 20", "CY, GB, akrotiri-and-dhekelia, S, 19",
            "FI, GB, akrotiri-and-dhekelia, S, 19", "GB, GB, akrotiri-and-dhekelia, O, 0",
            "FI, CY, akrotiri-and-dhekelia, S, 19" })
    void taxByTheTerritoryThatIsDeclared(String seller, String country, String territory, TaxCategory category,
            BigDecimal rate) {
        assertDecided(seller, located(country, null, null, "City", territory), category, rate);
    }

    private static void assertDecided(String seller, BillingDetails buyer, TaxCategory category, BigDecimal rate) {
        var rates = new ArrayList<>(RATES);
        rates.addAll(List.of(rate("GP", "8.5"), rate("MQ", "8.5"), rate("RE", "8.5"), rate("ES", "21"),
                rate("CY", "19"), rate("GB", "20"), rate("JE", "0")));
        var decision = new TaxRules(seller, rates, TAX_POINT).decide(buyer, "standard");
        assertThat(decision.category()).isEqualTo(category);
        assertThat(decision.rate()).isEqualByComparingTo(rate);
    }

    private static TaxRate rate(String country, String rate) {
        return InvoicingFixtures.rate(country, "standard", "2020-01-01", rate);
    }

    private static BillingDetails located(String country, @Nullable String zip, @Nullable String state, String city,
            @Nullable String territory) {
        return new BillingDetails("Acme", List.of("Street 1"), city, state, zip, country, null, CurrencyUnit.EUR,
                List.of(), List.of(), null, 14, "en", null, null, null, null, territory, null,
                null, null, null, EInvoice.FACTUR_X, null, null, Reminders.OFF);
    }

    @ParameterizedTest
    @CsvSource({ "ES, 35001, , canary-islands", "ES, E-38001, , canary-islands", "ES, , Las Palmas, canary-islands",
            "ES, , SANTA CRUZ DE TENERIFE, canary-islands", "ES, , ES-CN, canary-islands", "ES, 51001, , ceuta",
            "ES, 52006, , melilla", "ES, 28001, Melilla, melilla", "DE, 78266, , busingen", "DE, D-27498, , heligoland",
            "DE, 10115, Helgoland, heligoland", "IT, 23041, , livigno", "IT, 22061, , campione",
            "GR, 630 86, , mount-athos", "GR, , Άγιο Όρος, mount-athos", "FI, 22100, , aland", "FI, FI-22100, , aland",
            "FI, , Åland, aland", "FR, 97400, , reunion", "FR, 97150, , saint-martin", "FR, 97110, , guadeloupe",
            "FR, 97200, , martinique", "FR, 97300, , french-guiana", "FR, 97600, , mayotte", "FR, 98000, , monaco",
            "FR, , Guyane française, french-guiana", "GB, IM1 1AA, , isle-of-man", "GB, JE2 3AB, , channel-islands",
            "GB, gy1 1aa, , channel-islands", "GB, BFPO 57, , akrotiri-and-dhekelia",
            "CY, , Dhekelia, akrotiri-and-dhekelia", "DK, 3900, , greenland" })
    void decideNothingSilentlyWhereAnAddressPointsToATerritory(String country, String zip, String state,
            String territory) {
        assertThatThrownBy(() -> finnishTaxes().decide(located(country, zip, state, "City", null), "standard"))
                .isInstanceOfSatisfying(NotInvoiceableException.class,
                        e -> assertThat(e.reason()).isEqualTo(ParkedGroup.Reason.TAX_TERRITORY))
                .hasMessageContaining("set tax_territory to " + territory + " or to none");
    }

    @ParameterizedTest
    @CsvSource({ "ES, 28001, Madrid, Las Palmas", "DE, 78267, , Helgoland", "FR, 75001, , Saint-Martin",
            "GB, BT1 5GS, Northern Ireland, Belfast", "GB, JN1 1AA, , London", "FI, 00100, , Helsinki",
            "DK, 1050, , Copenhagen", "FI, 00220, Uusimaa, City" })
    void takeOtherAddressesAsTheyAre(String country, String zip, String state, String city) {
        assertThatNoException().isThrownBy(() -> new TaxRules("FI", List.of(rate("ES", "21"), rate("DE", "19"),
                rate("FR", "20"), rate("FI", "25.5"), rate("DK", "25")), TAX_POINT)
                .decide(located(country, zip, state, city, null), "standard"));
    }

    @Test
    void lookAtThePlaceWhereThereIsNoPostalCode() {
        assertThatThrownBy(() -> finnishTaxes().decide(located("DE", null, null, "Helgoland", null), "standard"))
                .hasMessageContaining("heligoland");
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
                null, null, null, null, null, null, null, EInvoice.FACTUR_X, null, null, Reminders.OFF);
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
