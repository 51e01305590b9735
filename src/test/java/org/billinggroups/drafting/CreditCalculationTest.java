package org.billinggroups.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.drafting.InvoicingFixtures.GROUP;
import static org.billinggroups.drafting.InvoicingFixtures.OCTOBER;
import static org.billinggroups.drafting.InvoicingFixtures.buyer;
import static org.billinggroups.drafting.InvoicingFixtures.finnishTaxes;
import static org.billinggroups.drafting.InvoicingFixtures.usage;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.account.Commitment;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.rating.PublishedRates;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.run.PeriodRules;
import org.billinggroups.run.SmallAmounts;
import org.billinggroups.run.TotalRules;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Support, credits and small amounts, in the order of the rules. */
class CreditCalculationTest {
    private static FrozenCredit promotional(long id, String remaining) {
        return new FrozenCredit(id, false, "Welcome " + id, Money.parse(remaining));
    }

    private static FrozenCredit prepaid(long id, String remaining) {
        return new FrozenCredit(id, true, "Prepaid " + id, Money.parse(remaining));
    }

    private static BillingTerms support(String percent, String fixed, String minimum) {
        return new BillingTerms(BigDecimal.ZERO, new BigDecimal(percent), fixed == null ? null : Money.parse(fixed),
                minimum == null ? null : Money.parse(minimum), null, List.of(), List.of());
    }

    private static List<DraftInvoice> calculate(BillingTerms terms, List<FrozenCredit> credits, String smallAmounts,
            RatedUsage... usage) {
        var group = new FrozenGroup(GROUP, buyer("FI", null, "EUR"), terms, Map.of(), credits);
        return InvoiceCalculation.of(group, List.of(usage), List.of(), List.of(),
                new PeriodRules(OCTOBER, finnishTaxes(),
                        PublishedRates.NONE, CurrencyUnit.EUR,
                        new TotalRules(SmallAmounts.parse(smallAmounts, CurrencyUnit.EUR), false, true)));
    }

    private static DraftInvoice invoice(List<FrozenCredit> credits, RatedUsage... usage) {
        return calculate(BillingTerms.none(), credits, "0", usage).getFirst();
    }

    private static List<String> amounts(DraftInvoice invoice) {
        return invoice.lines().stream().map(line -> line.line().type().code() + " " + line.line().amount().getAmount()
                + " " + line.line().taxRate().toPlainString()).toList();
    }

    private static List<String> uses(DraftInvoice invoice) {
        return invoice.creditUses().stream().map(use -> use.creditId() + ": " + use.amount()).toList();
    }

    @Test
    void goesThroughAllStepsInTheirOrder() {
        var terms = new BillingTerms(BigDecimal.TEN, BigDecimal.TEN, null, Money.parse("EUR 20.00"),
                Commitment.monthly(Money.parse("EUR 300.00"), null, null),
                List.of(new ExtraCharge("Onboarding", Money.parse("EUR 50.00"), OCTOBER, OCTOBER)), List.of());
        var invoice = calculate(terms, List.of(promotional(1, "EUR 100.00"), prepaid(2, "EUR 200.00")), "10",
                usage("100")).getFirst();
        // 90 of usage, 50 extra, 20 of support (10 % would be 9), 140 up to the commitment of 300, 100 of credit;
        // 25.5 % of the 200 that are left is 51; 200 of the 251 are prepaid
        assertThat(amounts(invoice)).containsExactly("usage_charge 90.00 25.5", "extra_charge 50.00 25.5",
                "support_charge 20.00 25.5", "commitment_fee 140.00 25.5", "credit_consumption -100.00 25.5");
        assertThat(invoice.taxTotal()).isEqualTo(Money.parse("EUR 51.00"));
        assertThat(invoice.prepaid()).isEqualTo(Money.parse("EUR 200.00"));
        assertThat(uses(invoice)).containsExactly("1: EUR 100.00", "2: EUR 200.00");
    }

    @ParameterizedTest
    @CsvSource({ "10, , , 100, support_charge 10.00", "10, , EUR 15.00, 100, support_charge 15.00",
            "10, , EUR 9.99, 100, support_charge 10.00", "0, , EUR 15.00, 100, ",
            "0, EUR 40.00, , 100, support_charge 40.00", "10, , EUR 15.00, 0, support_charge 15.00",
            "0, EUR 0.00, , 100, " })
    void chargesSupport(String percent, String fixed, String minimum, String amount, String expected) {
        var lines = amounts(calculate(support(percent, fixed, minimum), List.of(), "0", usage(amount)).getFirst());
        assertThat(lines.stream().skip(1).map(line -> line.replace(" 25.5", "")).toList())
                .isEqualTo(expected == null ? List.of() : List.of(expected));
    }

    @Test
    void chargesNoSupportWhereThereIsNothingElse() {
        assertThat(calculate(support("0", "EUR 40.00", null), List.of(), "0")).isEmpty();
        assertThat(calculate(support("10", null, "EUR 40.00"), List.of(), "0")).isEmpty();
    }

    @Test
    void takesTheFirstCreditFirstAndNeverMoreThanIsCharged() {
        var invoice = invoice(List.of(promotional(1, "EUR 30.00"), promotional(2, "EUR 100.00"),
                promotional(3, "EUR 5.00"), prepaid(4, "EUR 5.00")), usage("100"));
        assertThat(uses(invoice)).containsExactly("1: EUR 30.00", "2: EUR 70.00");
        assertThat(invoice.total()).isEqualTo(Money.parse("EUR 0.00"));
        assertThat(invoice.prepaid()).isEqualTo(Money.parse("EUR 0.00"));
    }

    @Test
    void sharesPromotionalCreditAmongTaxCategories() {
        var invoice = invoice(List.of(promotional(1, "EUR 10.00")), usage("a", "100", "EUR", "standard"),
                usage("b", "200", "EUR", "reduced"));
        assertThat(amounts(invoice)).containsExactly("usage_charge 100.00 25.5", "usage_charge 200.00 14",
                "credit_consumption -3.33 25.5", "credit_consumption -6.67 14");
        assertThat(invoice.taxes()).extracting(tax -> tax.basis() + " " + tax.amount())
                .containsExactly("EUR 96.67 EUR 24.65", "EUR 193.33 EUR 27.07");
        var all = invoice(List.of(promotional(1, "EUR 1000.00")), usage("a", "0.01", "EUR", "standard"),
                usage("b", "33.33", "EUR", "reduced"), usage("c", "7.77", "EUR", "free"));
        assertThat(all.taxes()).allMatch(tax -> tax.basis().isZero());
        assertThat(uses(all)).containsExactly("1: EUR 41.11");
    }

    @Test
    void takesNoMoreCreditThanLeavesATotalAboveZero() {
        var invoice = invoice(List.of(promotional(1, "EUR 80.00")), usage("a", "100", "EUR", "reduced"),
                usage("b", "-20", "EUR", "standard"));
        assertThat(invoice.total().isNegative()).isFalse();
        assertThat(uses(invoice)).containsExactly("1: EUR 70.82");
    }

    @Test
    void paysTheTotalWithPrepaidCreditAfterTax() {
        var invoice = invoice(List.of(prepaid(1, "EUR 20.00"), prepaid(2, "EUR 500.00")), usage("100"));
        assertThat(invoice.total()).isEqualTo(Money.parse("EUR 125.50"));
        assertThat(invoice.prepaid()).isEqualTo(Money.parse("EUR 125.50"));
        assertThat(uses(invoice)).containsExactly("1: EUR 20.00", "2: EUR 105.50");
    }

    @ParameterizedTest
    @CsvSource({ "4.99, 5, 0.00", "5.00, 5, 6.28", "0.01, 0, 0.01", "4.99, 4.98, 6.26", "0, 5, 0.00" })
    void chargesNoSmallAmounts(String usage, String threshold, BigDecimal total) {
        var invoice = calculate(BillingTerms.none(), List.of(), threshold, usage(usage)).getFirst();
        assertThat(invoice.total().getAmount()).isEqualByComparingTo(total);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "5 | EUR=5", "'' | ''", "JPY=150, EUR=1.00 | EUR=1.00,JPY=150", "usd=1 |",
            "EUR=-1 |", "EUR=1,EUR=2 |", "1,EUR=2 |", "EUR |" })
    void readsThresholdsByCurrency(String text, String read) {
        if (read == null) {
            assertThatThrownBy(() -> SmallAmounts.parse(text, CurrencyUnit.EUR)).isInstanceOf(RefusedException.class)
                    .hasMessageContaining("EUR=1.00,JPY=150");
            return;
        }
        var small = SmallAmounts.parse(text, CurrencyUnit.EUR);
        assertThat(small.text()).isEqualTo(read);
        assertThat(small.covers(Money.parse("EUR 0.99"))).isEqualTo(!text.isEmpty());
        assertThat(small.covers(Money.parse("USD 0.99"))).isFalse();
    }

    @Test
    void zeroesSmallAmountsInEachTaxCategory() {
        var invoice = calculate(BillingTerms.none(), List.of(prepaid(1, "EUR 5.00")), "5",
                usage("a", "1", "EUR", "standard"), usage("b", "2", "EUR", "reduced")).getFirst();
        assertThat(amounts(invoice)).containsExactly("usage_charge 1.00 25.5", "usage_charge 2.00 14",
                "rounding -1.00 25.5", "rounding -2.00 14");
        assertThat(invoice.total().isZero()).isTrue();
        assertThat(invoice.creditUses()).isEmpty();
    }
}
