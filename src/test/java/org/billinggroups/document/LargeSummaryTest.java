package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.junit.jupiter.api.Test;

/** An invoice of 20,000 lines that prints sums. */
class LargeSummaryTest {
    private static final int LINES = 20_000;
    private static final Invoice INVOICE = invoice();

    private static Invoice invoice() {
        var lines = SampleInvoices.in("EUR").buyer(Map.of("invoice_lines", "summary"));
        for (int i = 0; i < LINES; i++) {
            lines.usage("project-" + i % 10, i);
        }
        return lines.charge("Onboarding", "250.00").charge("Workshop", "99.00").invoice();
    }

    @Test
    void isSmallAndNamesTheFileThatHasAllLines() throws Exception {
        var pdf = PdfText.bytes(INVOICE);
        assertThat(pdf.length).isLessThan(200_000);
        var text = String.join("\n", PdfText.extracted(pdf));
        assertThat(text).contains("All 30 lines are in INV-2026-000123.csv, SHA-256 0000000000", "Onboarding",
                "Workshop", "compute: 1000 lines");
    }

    @Test
    void sumsByProjectAndServiceOnThePageAndInTheElectronicForm() {
        var printed = INVOICE.asPrinted();
        assertThat(printed.lines()).hasSize(22).extracting(InvoiceLine::line).startsWith(1, 2, 3).endsWith(21, 22);
        assertThat(printed.netTotal()).isEqualTo(INVOICE.netTotal());
        for (var line : printed.lines().subList(0, 20)) {
            assertThat(line.amount().getAmount()).isEqualByComparingTo(INVOICE.lines().stream()
                    .filter(one -> line.project() != null && line.project().equals(one.project())
                            && String.valueOf(line.service()).equals(one.service()))
                    .map(one -> one.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add));
        }
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.of(INVOICE).write(xml);
        assertThat(xml.toString(StandardCharsets.UTF_8).split("<ram:IncludedSupplyChainTradeLineItem>", -1))
                .hasSize(23);
    }

    @Test
    void keepsLinesAloneThatHaveNoOthersLikeThem() {
        var alone = SampleInvoices.in("EUR").buyer(Map.of("invoice_lines", "summary")).usage("web", 1).usage("app", 2)
                .invoice();
        assertThat(alone.asPrinted().lines()).isEqualTo(alone.lines());
    }

    @Test
    void namesTheCommonDiscountOfWhatItSums() {
        var discounted = SampleInvoices.in("EUR").buyer(Map.of("invoice_lines", "summary"))
                .discounted("web", "100.00", "12.5", "87.50").discounted("web", "0.01", "12.5", "0.01").invoice();
        assertThat(discounted.asPrinted().lines()).singleElement()
                .satisfies(line -> assertThat(line.discountPercent()).isEqualByComparingTo("12.5"));
    }
}
