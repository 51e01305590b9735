package org.billinggroups.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.billinggroups.account.EInvoice;
import org.billinggroups.document.SampleInvoices;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.run.TaxCategory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElectronicInvoiceTest {
    private static final String OUTSIDE = "outside";
    private static final Invoice DISCOUNTED = SampleInvoices.in("EUR").discounted("web", "100.00", "12.5", "87.50")
            .discounted("web", "0.01", "12.5", "0.01").discounted("web", "10.00", "100", "0.00")
            .discounted("web", "-8.01", "12.5", "-7.01").invoice();

    private static List<String> values(Invoice invoice, String element) {
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.of(invoice).write(xml);
        List<String> values = new ArrayList<>();
        Pattern.compile("<ram:" + element + "(?: [^>]*)?>([^<]*)<").matcher(xml.toString(StandardCharsets.UTF_8))
                .results().forEach(match -> values.add(match.group(1)));
        return values;
    }

    @Test
    void statesTheAmountsThatThePagesPrint() {
        for (var invoice : List.of(SampleInvoices.withLines(200, 7),
                SampleInvoices.in("JPY").usage("web", "Plan", "12345").invoice(), SampleInvoices.in("EUR")
                        .correcting("INV-2026-000001", "Wrong").usage("web", "Plan", "-12.34").invoice())) {
            var printed = invoice.asPrinted();
            assertThat(values(invoice, "LineTotalAmount").subList(0, printed.lines().size())).containsExactlyElementsOf(
                    printed.lines().stream().map(InvoiceLine::amount).map(m -> m.getAmount().toPlainString()).toList());
            assertThat(values(invoice, "GrandTotalAmount"))
                    .containsExactly(printed.total().getAmount().toPlainString());
            assertThat(values(invoice, "TaxTotalAmount"))
                    .containsExactly(printed.taxTotal().getAmount().toPlainString());
            assertThat(values(invoice, "DuePayableAmount"))
                    .containsExactly(printed.amountDue().getAmount().toPlainString());
        }
    }

    @Test
    void pricesTimesQuantitiesLessDiscountsAreTheAmounts() {
        for (var invoice : List.of(SampleInvoices.withLines(500, 9), DISCOUNTED)) {
            for (var line : ElectronicInvoice.of(invoice).lines()) {
                var base = line.baseQuantity() == null ? BigDecimal.ONE : line.baseQuantity();
                var before = line.allowance() == null ? line.amount() : line.amount().plus(line.allowance().amount());
                assertThat(line.price().multiply(line.quantity())).as("%s", line)
                        .isEqualByComparingTo(before.getAmount().multiply(base));
                assertThat(line.price()).isNotNegative();
            }
        }
    }

    @Test
    void hasOneAllowanceOnEachDiscountedLine() {
        assertThat(ElectronicInvoice.of(DISCOUNTED).lines()).extracting(line -> String.valueOf(line.allowance()))
                .containsExactly("Allowance[amount=EUR 12.50, base=EUR 100.00, percent=12.5, reason=null]",
                        "null", "Allowance[amount=EUR 10.00, base=EUR 10.00, percent=100, reason=null]",
                        "Allowance[amount=EUR -1.00, base=EUR -8.01, percent=12.5, reason=null]");
        assertThat(values(DISCOUNTED, "ActualAmount")).containsExactly("12.50", "10.00", "-1.00");
        assertThat(values(DISCOUNTED, "BasisAmount")).startsWith("100.00", "10.00", "-8.01");
        assertThat(values(DISCOUNTED, "CalculationPercent")).containsExactly("12.5", "100", "12.5");
        assertThat(values(DISCOUNTED, "ChargeAmount")).startsWith("10");
    }

    @Test
    void namesThePercentageInWordsWhereItIsNotExact() {
        var yen = SampleInvoices.in("JPY").language("de").discounted("web", "12345", "12.5", "10802").invoice();
        assertThat(values(yen, "ActualAmount")).containsExactly("1543");
        assertThat(values(yen, "Reason")).singleElement().asString().matches("Rabatt 12,5.%");
        assertThat(values(yen, "CalculationPercent")).isEmpty();
        assertThat(ElectronicInvoice.of(yen).lines().getFirst().allowance().base()).isNull();
    }

    @ParameterizedTest
    @CsvSource({ "hour,HUR", "Hours,HUR", "GB,E34", "GiB,E62", "month,MON", "GB-Months,C62", "10K,C62" })
    void knowsUnitsByTheirUsualNames(String unit, String code) {
        assertThat(UnitCodes.of(unit)).isEqualTo(code);
    }

    @Test
    void tellsOfADraftThatMixesWhatIsAndIsNotSubjectToVat() {
        var mixed = SampleInvoices.in("EUR").draft().usage("web", "Plan", "1.00").taxed(TaxCategory.O, "0", OUTSIDE)
                .usage("web", "Plan", "2.00").invoice();
        assertThat(FormRules.problems(mixed)).singleElement().asString().contains("BR-O-11");
    }

    @Test
    void tellsOfADraftWithReverseChargeForABuyerWithoutVatId() {
        var draft = SampleInvoices.in("EUR").draft().buyerIn("DE", null).reverseCharge().usage("web", "Plan", "1.00")
                .invoice();
        assertThat(FormRules.problems(draft)).singleElement().asString().contains("VAT id");
    }

    @Test
    void tellsOfADraftOfASellerWithoutTaxNumber() {
        var draft = SampleInvoices.in("EUR").draft().seller(null, null).usage("web", "Plan", "1.00").invoice();
        assertThat(FormRules.problems(draft)).singleElement().asString().contains("BR-S-02");
    }

    @Test
    void findsNothingToComplainOfInAUsualDraft() {
        assertThat(FormRules.problems(SampleInvoices.in("EUR").draft().usage("web", "Plan", "1.00").invoice()))
                .isEmpty();
    }

    @Test
    void hasNoFormForCurrenciesWithThreeDecimals() {
        assertThat(ElectronicInvoice.isPossible(SampleInvoices.in("KWD").usage("web", "Plan", "1.000").invoice()))
                .isFalse();
        var euros = SampleInvoices.in("EUR").usage("web", "Plan", "1.00");
        assertThat(ElectronicInvoice.isPossible(euros.sellerTax("KWD 0.089").invoice())).isFalse();
        assertThat(ElectronicInvoice.isPossible(euros.sellerTax("SEK 2.81").invoice())).isTrue();
    }

    @ParameterizedTest
    @EnumSource(value = EInvoice.class, mode = EnumSource.Mode.EXCLUDE, names = "NONE")
    void hasALineForEachTaxWhereUsageWithoutChargeIsHidden(EInvoice form) {
        var buyer = NationalParties.buyer("FI", true);
        buyer.putAll(Map.of("e_invoice", form.code(), "endpoint", "0216:003712345671"));
        var seller = Map.of("contact", Map.of("name", "A", "phone", "+358 9 1234", "email", "a@b.example"));
        var free = SampleInvoices.in("EUR").seller(seller).buyer(buyer).hideZeroPriced()
                .usage("web", "Free plan", "0.00").usage("web", "Free plan", "0.00");
        assertThat(free.invoice().linesLeftOut()).isEqualTo(1);
        var some = SampleInvoices.in("EUR").seller(seller).buyer(buyer).hideZeroPriced()
                .usage("web", "Free plan", "0.00").usage("web", "Plan", "1.00").taxed(TaxCategory.Z, "0", null)
                .usage("web", "Free book", "0.00");
        assertThat(some.invoice().linesLeftOut()).isEqualTo(1);
        for (var sample : List.of(free, some)) {
            var xml = new ByteArrayOutputStream();
            ElectronicInvoice.of(sample.invoice()).write(xml);
            assertThat(RuleSets.complaints(form, false, xml.toByteArray())).isEmpty();
        }
    }

    @Test
    void statesQuantitiesThatTheRulesCannotCalculateWithAsFacts() {
        var bytes = SampleInvoices.in("EUR").buyer(Map.of("e_invoice", "peppol"))
                .measured("web", "99999999999999999999", "0.07")
                .measured("web", "1000000000000000", "0.07").measured("web", "-88888888888888888888", "-0.07")
                .usage("web", "Plan", "1.00").invoice();
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.of(bytes).write(xml);
        assertThat(RuleSets.complaints(EInvoice.PEPPOL, false, xml.toByteArray())).isEmpty();
        assertThat(xml.toString(StandardCharsets.UTF_8)).contains("<cbc:Value>99999999999999999999 hour</cbc:Value>",
                "<cbc:Value>-88888888888888888888 hour</cbc:Value>", "\"HUR\">1000000000000000<");
    }

    @ParameterizedTest
    @CsvSource({ "EUR,FI2112345600000785,58", "EUR,TR330006100519786457841326,30", "USD,FI2112345600000785,30" })
    void namesASepaTransferOnlyWhereThereCanBeOne(String currency, String iban, String code) {
        var invoice = SampleInvoices.in(currency).payTo(iban).usage("web", "Plan", "1.00").invoice();
        assertThat(values(invoice, "TypeCode")).contains(code);
    }

    @Test
    void declaresNeverTheInternalIdAsTaxNumber() {
        for (var vatId : new String[]{ null, "FI01120389" }) {
            for (var number : new String[]{ null, "29/815/08159" }) {
                var invoice = SampleInvoices.in("EUR").seller(vatId, number).usage("web", "Plan", "1.00").invoice();
                assertThat(registrations(invoice)).as("%s and %s", vatId, number).isEqualTo(
                        (vatId == null ? "" : "VA " + vatId + "\n") + (number == null ? "" : "FC " + number + "\n"));
            }
        }
        assertThat(registrations(SampleInvoices.in("EUR").seller("12-3456789", null).usage("web", "Plan", "1.00")
                .invoice())).as("a number that no country's prefix makes a VAT id").isEqualTo("FC 12-3456789\n");
    }

    private static String registrations(Invoice invoice) {
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.of(invoice).write(xml);
        var seller = xml.toString(StandardCharsets.UTF_8).split("</ram:SellerTradeParty>")[0];
        var found = new StringBuilder();
        Pattern.compile("schemeID=\"(VA|FC)\">([^<]*)<").matcher(seller).results()
                .forEach(match -> found.append(match.group(1)).append(' ').append(match.group(2)).append('\n'));
        return found.toString();
    }

    @Test
    void namesNoVatIdsWhereNoVatIsConcerned() {
        var outside = SampleInvoices.in("USD").buyerIn("US", "12-3456789").taxed(TaxCategory.O, "0", OUTSIDE)
                .usage("web", "Plan", "1.00").invoice();
        assertThat(values(outside, "SpecifiedTaxRegistration")).isEmpty();
        assertThat(values(outside, "ID")).contains("main").doesNotContain("FI01120389", "12-3456789");
    }
}
