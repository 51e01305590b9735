package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.billinggroups.file.SpreadsheetSafe;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FocusRules;
import org.billinggroups.run.TaxCategory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Test {@link FocusCsv} and {@link FocusCharge}. */
class FocusCsvTest {
    private static final FocusRules RULES = new FocusRules(Map.of("compute", "Compute"));

    private static FocusDataset dataset(Invoice invoice) throws IOException {
        return FocusDataset.of(new StringReader(text(invoice)));
    }

    private static String text(Invoice invoice) throws IOException {
        return text(invoice, null);
    }

    private static String text(Invoice invoice, @Nullable BillingPeriod term) throws IOException {
        var out = new ByteArrayOutputStream();
        new FocusCsv(RULES).write(invoice, term, out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static SampleInvoices of(LineType type, String amount) {
        return SampleInvoices.in("EUR").usage("web", "Startup-4 plan", "1000.00").line(type, "A text", amount);
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
            USAGE_CHARGE,       Usage,      -,          Usage-Based, Usage,           usage_charge,   1, Unit
            PRIOR_PERIOD,       Usage,      Correction, Usage-Based, Earlier periods, prior_period,   1, Unit
            EXTRA_CHARGE,       Purchase,   -,          One-Time,    Agreed charges,  extra_charge,   1, Unit
            SUPPORT_CHARGE,     Purchase,   -,          Recurring,   Support,         support_charge, 1, Unit
            COMMITMENT_FEE,     Purchase,   -,          Recurring,   Commitment,      commitment_fee, 1, Unit
            CREDIT_CONSUMPTION, Credit,     -,          One-Time,    Credit,          -,              -, -
            ROUNDING,           Adjustment, -,          One-Time,    Rounding,        -,              -, -
            """)
    void saysOfEachTypeOfLineWhatItIs(LineType type, String category, String chargeClass, String frequency,
            String service, String sku, String quantity, String unit) throws IOException {
        var row = dataset(of(type, "7.50").invoice()).rows().get(1).toMap();
        assertThat(row).containsEntry("ChargeCategory", category).containsEntry("ChargeFrequency", frequency)
                .containsEntry("ServiceName", service).containsEntry("BilledCost", "7.50")
                .containsEntry("ServiceCategory", "Other").containsEntry("x_ChargeId", "INV-2026-000123/2");
        assertThat(row.get("ChargeClass")).isEqualTo(chargeClass == null ? "" : chargeClass);
        assertThat(row.get("SkuId")).isEqualTo(sku == null ? "" : sku);
        assertThat(row.get("PricingQuantity")).isEqualTo(quantity == null ? "" : quantity);
        assertThat(row.get("PricingUnit")).isEqualTo(unit == null ? "" : unit);
    }

    @Test
    void chargesACommitmentOverATermOnceForAllOfIt() throws IOException {
        var invoice = of(LineType.COMMITMENT_FEE, "7.50").invoice();
        var dataset = FocusDataset.of(new StringReader(text(invoice, BillingPeriod.parse("2026-08"))));
        assertThat(dataset.broken()).isEmpty();
        assertThat(dataset.rows().get(1).toMap()).containsEntry("ChargeFrequency", "One-Time")
                .containsEntry("ChargeCategory", "Purchase")
                .containsEntry("ChargePeriodStart", "2026-08-01T00:00:00Z")
                .containsEntry("ChargePeriodEnd", "2026-11-01T00:00:00Z");
        assertThat(dataset.rows().getFirst().get("ChargePeriodStart")).isEqualTo("2026-10-01T00:00:00Z");
    }

    @ParameterizedTest
    @EnumSource
    void followsTheRulesOfTheSpecification(LineType type) throws IOException {
        var invoice = of(type, "-7.50").discounted("data", "100.00", "95.00").taxed(TaxCategory.Z, "0", null)
                .usage("=web", "=1+1", "3").prepaid("20").invoice();
        var dataset = dataset(invoice);
        assertThat(dataset.broken()).isEmpty();
        assertThat(dataset.sum("BilledCost")).isEqualByComparingTo(invoice.amountDue().getAmount());
    }

    @Test
    void followsThemInEstimatesAndCreditNotes() throws IOException {
        var estimate = dataset(SampleInvoices.in("JPY").usage("web", 3).estimate().invoice());
        assertThat(estimate.broken()).isEmpty();
        assertThat(estimate.rows().getFirst().get("InvoiceId")).isEmpty();
        var note = SampleInvoices.in("EUR").usage("web", "Startup-4 plan", "-10.00").charge("Set-up", "-5.00")
                .correcting("INV-2026-000100", "wrong").prepaid("-2").invoice();
        var dataset = dataset(note);
        assertThat(dataset.broken()).isEmpty();
        assertThat(dataset.sum("BilledCost")).isEqualByComparingTo(note.amountDue().getAmount());
        assertThat(dataset.rows()).hasSize(4).allMatch(row -> row.get("ChargeClass").equals("Correction"));
        assertThat(dataset.rows().getLast().get("BilledCost")).as("given back to the credit").isEqualTo("2.00");
    }

    @Test
    void tellsWhatTheListSaysBesideWhatIsBilled() throws IOException {
        var dataset = dataset(SampleInvoices.in("EUR").discounted("web", "100.00", "95.00").invoice());
        var line = dataset.rows().getFirst();
        assertThat(line.toMap()).containsEntry("ListCost", "100.00").containsEntry("ContractedCost", "95.00")
                .containsEntry("EffectiveCost", "95.00");
        assertThat(dataset.rows().get(1).toMap()).containsEntry("ChargeCategory", "Tax")
                .containsEntry("BilledCost", "24.23").containsEntry("ListCost", "25.50");
    }

    @Test
    void isFoundOutWhereItBreaksARule() throws IOException {
        var text = text(SampleInvoices.in("EUR").usage("web", "A plan", "1").invoice()).replace(",Usage,", ",Fee,")
                .replace("2026-10-01T00:00:00Z", "2026-10-01")
                .replace(",ListCost,", ",List_cost,").replace(",10,hour,Cloud", ",10,,Cloud")
                .replace(",EUR,2", ",EURO,2");
        assertThat(FocusDataset.of(new StringReader(text)).broken().toString()).contains("ChargeCategory-C-003-M",
                "BillingPeriodStart-C-002-M", "PricingUnit-C-006-C", "no column ListCost", "List_cost");
    }

    @ParameterizedTest
    @ValueSource(strings = { "=1+1", "'=1+1", "''=1+1", "'plain", " =1", "' =1", "NULL" })
    void writesTextsThatAreReadAgainAsTheyWere(String text) throws IOException {
        var written = dataset(SampleInvoices.in("EUR").usage("web", text, "1").invoice()).rows().getFirst()
                .get("ChargeDescription");
        assertThat(written).doesNotStartWith("=").doesNotStartWith(" =");
        assertThat(SpreadsheetSafe.text(written)).isEqualTo(text);
    }

    @Test
    void writesCategoryTagsAndQuantities() throws IOException {
        assertThat(dataset(SampleInvoices.in("EUR").usage("web", "A plan", "1").invoice()).rows().getFirst().toMap())
                .containsEntry("ServiceCategory", "Compute").containsEntry("ServiceSubcategory", "Other (Compute)")
                .containsEntry("Tags", "{\"env\":\"production\",\"team\":\"data\"}")
                .containsEntry("PricingQuantity", "10").containsEntry("ConsumedUnit", "hour");
    }
}
