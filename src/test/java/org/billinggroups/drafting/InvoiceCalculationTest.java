package org.billinggroups.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.drafting.InvoicingFixtures.buyer;
import static org.billinggroups.drafting.InvoicingFixtures.discount;
import static org.billinggroups.drafting.InvoicingFixtures.finnishRules;
import static org.billinggroups.drafting.InvoicingFixtures.group;
import static org.billinggroups.drafting.InvoicingFixtures.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.account.Commitment;
import org.billinggroups.account.EInvoice;
import org.billinggroups.account.Reminders;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.run.NotInvoiceableException;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.Money;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class InvoiceCalculationTest {
    private static final BillingDetails FINN = buyer("FI", null, "EUR");

    private static Optional<DraftInvoice> calculate(BillingDetails buyer, BillingTerms terms, RatedUsage... usage) {
        return InvoiceCalculation.of(group(buyer, terms), List.of(usage), List.of(), List.of(), finnishRules()).stream()
                .findFirst();
    }

    private static DraftInvoice invoice(BillingTerms terms, RatedUsage... usage) {
        return calculate(FINN, terms, usage).orElseThrow();
    }

    private static List<String> amounts(DraftInvoice invoice) {
        return invoice.lines().stream()
                .map(line -> line.line().type().code() + " " + line.line().amount().getAmount()).toList();
    }

    private static ExtraCharge extra(String amount, String from, String until) {
        return new ExtraCharge("Onboarding", Money.parse(amount), BillingPeriod.parse(from),
                until == null ? null : BillingPeriod.parse(until));
    }

    private static Commitment commitment(String amount, String from, String until) {
        return Commitment.monthly(Money.parse(amount), from == null ? null : BillingPeriod.parse(from),
                until == null ? null : BillingPeriod.parse(until));
    }

    @Test
    void chargesInTheOrderOfTheRules() {
        var terms = new BillingTerms(new BigDecimal("5"), BigDecimal.TEN, null, null,
                commitment("EUR 1000.00", null, null),
                List.of(extra("EUR 250.00", "2026-10", "2026-10")), List.of());
        var invoice = invoice(terms, usage("a", "100", "EUR", "standard"), usage("b", "200", "EUR", "standard"));
        // 95 + 190 of usage, 10 % of that as support, and the rest up to 1000
        assertThat(amounts(invoice)).containsExactly("usage_charge 95.00", "usage_charge 190.00",
                "extra_charge 250.00", "support_charge 28.50", "commitment_fee 436.50");
        assertThat(invoice.lines()).extracting(line -> line.line().line()).containsExactly(1, 2, 3, 4, 5);
        assertThat(invoice.netTotal()).isEqualTo(Money.parse("EUR 1000.00"));
        assertThat(invoice.taxTotal()).isEqualTo(Money.parse("EUR 255.00"));
        assertThat(invoice.total()).isEqualTo(Money.parse("EUR 1255.00"));
    }

    @ParameterizedTest
    @CsvSource({
            "0.005, 0, 0.01, 0.01", "0.004999999999, 0, 0.00, 0.00", "-0.005, 0, -0.01, -0.01",
            "10.10, 50, 10.10, 5.05", "10.11, 50, 10.11, 5.06", "0.01, 50, 0.01, 0.01", "10, 100, 10.00, 0.00",
            // rounded before the discount it would be 1.00 x 50 % = 0.50
            "0.995, 50, 1.00, 0.50", "1.0149, 50, 1.01, 0.51", "1.0099, 50, 1.01, 0.50",
            "100, 33.333333, 100.00, 66.67" })
    void roundsEachLineOnceAfterDiscount(String exact, String percent, BigDecimal before, BigDecimal after) {
        var line = invoice(discount(percent), usage("1000"), usage(exact)).lines().get(1).line();
        assertThat(line.preDiscountAmount().getAmount()).isEqualTo(before);
        assertThat(line.amount().getAmount()).isEqualTo(after);
        assertThat(line.priceAmount()).isEqualByComparingTo(exact);
    }

    @Test
    void sumsRoundedLinesInsteadOfRoundingTheSum() {
        var invoice = invoice(BillingTerms.none(), usage("0.005"), usage("0.005"), usage("0.005"));
        assertThat(invoice.netTotal()).isEqualTo(Money.parse("EUR 0.03"));
    }

    @Test
    void tellsWhereUsageLineComesFrom() {
        var draft = invoice(BillingTerms.none(), usage("12.50")).lines().getFirst();
        assertThat(draft.priceId()).isEqualTo(7);
        assertThat(draft.records()).isEqualTo(3);
        assertThat(draft.line().quantity()).isEqualTo(new BigDecimal("2.5"));
        assertThat(draft.line().priceNote()).isEqualTo("0.05 per hour");
        assertThat(draft.line().tags()).containsEntry("billing:team", "web");
    }

    @Test
    void chargesSupportOnDiscountedUsageOnly() {
        var terms = new BillingTerms(BigDecimal.TEN, new BigDecimal("3"), null, null, null,
                List.of(extra("EUR 500.00", "2026-01", null)), List.of());
        assertThat(amounts(invoice(terms, usage("100")))).containsExactly("usage_charge 90.00", "extra_charge 500.00",
                "support_charge 2.70");
    }

    @ParameterizedTest
    @CsvSource({ "2026-10, 2026-10, true", "2026-10, , true", "2026-01, 2026-10, true", "2026-11, , false",
            "2026-01, 2026-09, false", "2026-01, 2026-12, true" })
    void chargesExtrasInTheirPeriodsAlsoWithoutUsage(String from, String until, boolean charged) {
        var terms = new BillingTerms(BigDecimal.ZERO, BigDecimal.TEN, null, null, null,
                List.of(extra("EUR 250.00", from, until)), List.of());
        assertThat(calculate(FINN, terms).map(InvoiceCalculationTest::amounts))
                .isEqualTo(charged ? Optional.of(List.of("extra_charge 250.00")) : Optional.empty());
    }

    @ParameterizedTest
    @CsvSource({ "99.99, 0.01", "100, ", "100.01, ", "0.01, 99.99" })
    void topsUpToCommitment(String used, String fee) {
        var terms = new BillingTerms(BigDecimal.ZERO, BigDecimal.ZERO, null, null, commitment("EUR 100.00", null, null),
                List.of(), List.of());
        var lines = amounts(invoice(terms, usage(used)));
        assertThat(lines.subList(1, lines.size()))
                .isEqualTo(fee == null ? List.of() : List.of("commitment_fee " + fee));
    }

    @Test
    void chargesWholeCommitmentWithoutUsage() {
        var terms = new BillingTerms(BigDecimal.ZERO, BigDecimal.ZERO, null, null,
                commitment("EUR 100.00", "2026-10", null),
                List.of(), List.of());
        assertThat(calculate(FINN, terms).map(InvoiceCalculationTest::amounts))
                .contains(List.of("commitment_fee 100.00"));
    }

    @Test
    void makesNoInvoiceOfNothing() {
        assertThat(calculate(FINN, BillingTerms.none())).isEmpty();
        assertThat(calculate(BillingDetails.unknown(), BillingTerms.none())).isEmpty();
    }

    @Test
    void needsNoDetailsForPeriodInWhichNothingIsCharged() {
        var ended = new BillingTerms(BigDecimal.ZERO, BigDecimal.ZERO, null, null,
                commitment("USD 100.00", null, "2026-09"),
                List.of(extra("USD 5.00", "2026-11", null)), List.of());
        assertThat(calculate(BillingDetails.unknown(), ended)).isEmpty();
    }

    @Test
    void taxesEachCategoryAndRateOnce() {
        var invoice = invoice(BillingTerms.none(), usage("a", "0.10", "EUR", "standard"),
                usage("b", "0.10", "EUR", "reduced"), usage("c", "0.02", "EUR", "standard"),
                usage("d", "5", "EUR", "free"));
        assertThat(invoice.taxes()).extracting(
                tax -> tax.category() + " " + tax.rate().toPlainString() + " " + tax.basis() + " " + tax.amount())
                .containsExactlyInAnyOrder("S 25.5 EUR 0.12 EUR 0.03", "S 14 EUR 0.10 EUR 0.01",
                        "Z 0 EUR 5.00 EUR 0.00");
        assertThat(invoice.taxTotal()).isEqualTo(Money.parse("EUR 0.04"));
    }

    @Test
    void joinsTaxClassesOfTheSameRate() {
        var german = buyer("DE", "DE123456788", "EUR");
        var invoice = calculate(german, BillingTerms.none(), usage("a", "1", "EUR", "standard"),
                usage("b", "2", "EUR", "reduced")).orElseThrow();
        assertThat(invoice.taxes()).singleElement().satisfies(tax -> {
            assertThat(tax.category()).isEqualTo(TaxCategory.AE);
            assertThat(tax.basis()).isEqualTo(Money.parse("EUR 3.00"));
            assertThat(tax.reason()).startsWith("Reverse charge");
        });
    }

    @Test
    void roundsYenToWholeYen() {
        var japanese = buyer("JP", null, "JPY");
        var invoice = calculate(japanese, discount("5"), usage("a", "1234.5", "JPY", "standard")).orElseThrow();
        assertThat(invoice.lines().getFirst().line().preDiscountAmount()).isEqualTo(Money.parse("JPY 1235"));
        assertThat(invoice.total()).isEqualTo(Money.parse("JPY 1173"));
    }

    @Test
    void parksNegativeTotal() {
        assertThatThrownBy(() -> invoice(BillingTerms.none(), usage("10"), usage("-12.50")))
                .isInstanceOfSatisfying(NotInvoiceableException.class,
                        e -> assertThat(e.reason()).isEqualTo(ParkedGroup.Reason.NEGATIVE_TOTAL))
                .hasMessageContaining("the invoice would come to EUR -3.14");
    }

    @Test
    void keepsCreditsAsLongAsTotalIsNotNegative() {
        assertThat(invoice(BillingTerms.none(), usage("10"), usage("-10")).total()).isEqualTo(Money.parse("EUR 0.00"));
    }

    private enum Missing {
        COMPANY, ADDRESS_LINES, CITY, COUNTRY_CODE
    }

    @ParameterizedTest
    @EnumSource(Missing.class)
    void parksGroupWithIncompleteDetails(Missing missing) {
        var details = new BillingDetails(missing == Missing.COMPANY ? null : "Acme",
                missing == Missing.ADDRESS_LINES ? List.of() : List.of("Street 1"),
                missing == Missing.CITY ? null : "City", null, null, missing == Missing.COUNTRY_CODE ? null : "FI",
                null, FINN.currency(), List.of(), List.of(), null, 14, "en", null, null, null, null, null, null,
                null, null, null, EInvoice.FACTUR_X, null, null, Reminders.OFF);
        assertThatThrownBy(() -> calculate(details, BillingTerms.none(), usage("1")))
                .isInstanceOfSatisfying(NotInvoiceableException.class,
                        e -> assertThat(e.reason()).isEqualTo(ParkedGroup.Reason.INCOMPLETE_BILLING_DETAILS))
                .hasMessage("billing details are missing: " + missing.name().toLowerCase(java.util.Locale.ROOT));
    }

    @Test
    void parksGroupWithUsagePricedInAnotherCurrency() {
        assertThatThrownBy(() -> invoice(BillingTerms.none(), usage("a", "1", "SEK", "standard")))
                .isInstanceOfSatisfying(NotInvoiceableException.class,
                        e -> assertThat(e.reason()).isEqualTo(ParkedGroup.Reason.NO_EXCHANGE_RATE))
                .hasMessage("the price of SKU vm is in SEK, and there is no exchange rate to EUR for 2026-10 "
                        + "(published on 2026-10-30); import it with 'billing rate import'");
    }

    @Test
    void convertsBeforeDiscountAndRoundsOnce() {
        var line = invoice(discount("10"), usage("a", "100", "USD", "standard")).lines().getFirst().line();
        // 100 x 0.9237875289, and 90 % of it: rounding before the discount would give 83.14 as well, 0.005 not
        assertThat(line.preDiscountAmount()).isEqualTo(Money.parse("EUR 92.38"));
        assertThat(line.amount()).isEqualTo(Money.parse("EUR 83.14"));
        assertThat(line.exchangeRate().rate()).isEqualByComparingTo("0.9237875289");
        var yen = calculate(buyer("FI", null, "JPY"), BillingTerms.none(), usage("a", "0.003", "EUR", "standard"));
        assertThat(yen.orElseThrow().netTotal()).isEqualTo(Money.parse("JPY 0"));
        var dinars = calculate(buyer("FI", null, "KWD"), BillingTerms.none(), usage("a", "1.002", "EUR", "standard"));
        assertThat(dinars.orElseThrow().netTotal()).isEqualTo(Money.parse("KWD 0.334"));
    }

    @Test
    void tellsVatInTheCurrencyOfTheSeller() {
        var invoice = calculate(buyer("FI", null, "GBP"), BillingTerms.none(), usage("a", "89.95", "GBP", "standard"))
                .orElseThrow();
        // 25.5 % of 89.95 is 22.93725; 22.94 / 0.84 is 27.3095...
        assertThat(invoice.sellerTax().total()).isEqualTo(Money.parse("EUR 27.31"));
        assertThat(invoice(BillingTerms.none(), usage("1")).sellerTax()).isNull();
        assertThat(calculate(buyer("US", null, "GBP"), BillingTerms.none(), usage("a", "1", "GBP", "standard"))
                .orElseThrow().sellerTax()).isNull();
    }

    @RepeatedTest(100)
    void totalsAreSumsOfLinesAndTaxes(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        List<RatedUsage> usage = new ArrayList<>(List.of(usage("100000")));
        for (int i = 0; i < random.nextInt(30); i++) {
            usage.add(usage("p" + i, BigDecimal.valueOf(random.nextLong(-99, 1_000_000_000_000L), 12).toPlainString(),
                    "EUR", random.nextBoolean() ? "standard" : "reduced"));
        }
        var terms = new BillingTerms(BigDecimal.valueOf(random.nextInt(10_001), 2),
                BigDecimal.valueOf(random.nextInt(2_000), 2), null, null, commitment("EUR 90000.00", null, null),
                List.of(), List.of());
        var invoice = invoice(terms, usage.toArray(RatedUsage[]::new));
        var zero = Money.zero(FINN.currency());
        assertThat(invoice.lines().stream().map(DraftLine::line).map(InvoiceLine::amount).reduce(zero, Money::plus))
                .isEqualTo(invoice.netTotal());
        assertThat(invoice.taxes().stream().map(TaxSubtotal::basis).reduce(zero, Money::plus))
                .isEqualTo(invoice.netTotal());
        assertThat(invoice.taxes().stream().map(TaxSubtotal::amount).reduce(zero, Money::plus))
                .isEqualTo(invoice.taxTotal());
        assertThat(invoice.netTotal()).isGreaterThanOrEqualTo(Money.parse("EUR 90000.00"));
        for (int i = 0; i < usage.size(); i++) {
            var exact = usage.get(i).amount().multiply(new BigDecimal(100).subtract(terms.discountPercent()))
                    .movePointLeft(2);
            assertThat(invoice.lines().get(i).line().amount().getAmount())
                    .isEqualByComparingTo(exact.setScale(2, RoundingMode.HALF_UP));
        }
    }
}
