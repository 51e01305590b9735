package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.billinggroups.invoice.Invoice;
import org.junit.jupiter.api.Test;

/** Test {@link InvoicePdf}. */
class InvoicePdfTest {
    private static final Invoice SMALL = SampleInvoices.in("EUR").usage("analytics", 1).usage("analytics", 2)
            .charge("Support", "100.00").prepaid("20.00").invoice();
    private static final Invoice LARGE = SampleInvoices.withLines(300, 7);

    @Test
    void looksLikeTheGoldenTextWhenSmall() throws IOException {
        assertGolden("small-invoice.txt", SMALL);
    }

    @Test
    void looksLikeTheGoldenTextWhenLarge() throws IOException {
        assertGolden("large-invoice.txt", LARGE);
    }

    @Test
    void everyPageHasColumnHeadsAndNoneEndsWithAHeadOrStartsWithASubtotal() {
        List<List<String>> pages = PdfText.laidOut(LARGE);

        assertThat(pages).hasSizeGreaterThan(8);
        for (List<String> page : pages.subList(1, pages.size())) {
            assertThat(page.subList(0, 3)).anySatisfy(line -> assertThat(line).startsWith("DESCRIPTION | QUANTITY"));
            assertThat(page.getLast()).doesNotStartWith("DESCRIPTION").doesNotStartWith("project-");
            assertThat(page.subList(0, 4)).noneSatisfy(line -> assertThat(line).startsWith("Subtotal"));
        }
    }

    @Test
    void everyPageHasItsNumberAndTheInvoiceNumber() throws IOException {
        List<String> pages = PdfText.extracted(LARGE);

        for (int i = 0; i < pages.size(); i++) {
            assertThat(pages.get(i)).contains("Page " + (i + 1) + " of " + pages.size()).contains("INV-2026-000123");
        }
    }

    @Test
    void aDraftSaysSoOnEveryPageAndHasNoNumber() throws IOException {
        var sample = SampleInvoices.in("EUR").draft();
        for (int i = 0; i < 100; i++) {
            sample.usage("analytics", i);
        }

        assertThat(PdfText.extracted(sample.invoice())).hasSizeGreaterThan(2)
                .allSatisfy(page -> assertThat(page).contains("DRAFT").contains("do not pay").doesNotContain("INV-"));
    }

    @Test
    void showsAmountsBeforeDiscountOnlyWhereThereIsADiscount() {
        var discounted = SampleInvoices.in("EUR").discounted("a", "100.00", "10", "90.00").usage("b", 1).invoice();

        assertThat(text(discounted)).contains("BEFORE DISCOUNT").contains("100.00\u00a0−\u00a010% | 90.00",
                "Discount already taken off: 10% of EUR 100.00 | 10.00");
        assertThat(text(SMALL)).doesNotContain("BEFORE DISCOUNT");
    }

    @Test
    void aCreditNoteSaysWhatItCorrectsAndShowsWhatIsGivenBack() throws IOException {
        var note = SampleInvoices.in("EUR").correcting("INV-2026-000042", "Outage of 3 October").prepaid("-20.00")
                .usage("shop", "Startup-4 plan", "-100.00").charge("Onboarding", "-50.00").invoice();

        assertGolden("credit-note.txt", note);
        assertThat(PdfText.extracted(note)).allSatisfy(page -> assertThat(page).contains("Credit note CN-2026-000007"));
    }

    @Test
    void aCreditNoteWithoutAnInvoiceSaysSo() {
        assertThat(text(SampleInvoices.in("EUR").usage("shop", "Late usage", "-10.00").invoice()))
                .contains("CREDIT NOTE", "Amount credited\nEUR 12.55").doesNotContain("Corrects", "Due date", "-10");
    }

    @Test
    void callsProjectsByTheirNames() {
        var invoice = SampleInvoices.in("EUR").named("12345678901", "Web shop").named("api", "api")
                .named("db", "\u0633\u0644\u0627\u0645").usage("12345678901", "Plan", "5.00")
                .usage("api", "Plan", "6.00").usage("db", "Plan", "7.00")
                .invoice();

        assertThat(text(invoice)).contains("Web shop (12345678901) | 1 | 5.00", "api | 1 | 6.00",
                "□□□□ (db) | 1 | 7.00");
    }

    @Test
    void aCreditNoteForAPrepaidInvoiceCreditsAllOfIt() {
        var note = SampleInvoices.in("EUR").correcting("INV-2026-000042", "Outage").prepaid("-125.50")
                .usage("shop", "Startup-4 plan", "-100.00").invoice();

        assertThat(text(note)).contains("Amount credited\nEUR 125.50", "Amount credited | EUR 125.50",
                "Returned to prepaid credit | 125.50", "Payment\nEUR 125.50 goes back to the prepaid credit.")
                .doesNotContain("EUR 0.00", "nothing to pay");
    }

    @Test
    void leavesUsageWithoutChargeOutIfTold() {
        var sample = SampleInvoices.in("EUR").usage("shop", "Free plan", "0.00").usage("shop", "Paid plan", "5.00");

        assertThat(text(sample.invoice())).contains("Free plan").doesNotContain("without charge");
        assertThat(text(sample.hideZeroPriced().invoice())).doesNotContain("Free plan").contains("shop | 1 | 5.00",
                "1 line of usage without charge left out.");
    }

    @Test
    void givesEachCurrencyItsDecimals() {
        assertThat(text(SampleInvoices.in("JPY").usage("a", "x", "1234567").invoice())).contains("JPY 1,549,382");
        assertThat(text(SampleInvoices.in("KWD").usage("a", "x", "1234.567").invoice())).contains("| 1,234.567");
    }

    @Test
    void tellsWhyNoTaxIsDue() {
        assertThat(text(SampleInvoices.in("EUR").reverseCharge().usage("a", 1).invoice()))
                .contains("Reverse charge: VAT to be accounted for by the recipient");
    }

    @Test
    void keepsLongNamesWithinTheirColumns() {
        String name = "W".repeat(255);
        var pages = InvoicePdf.pages(SampleInvoices.in("EUR").company(name).usage(name, name, "1.00").invoice(),
                Comparison.none(), SampleInvoices.LINES);

        assertThat(pages).allSatisfy(page -> assertThat(page).allSatisfy(placed -> assertThat(placed.block().texts())
                .allMatch(text -> text.x() >= 0 && text.x() + text.style().width(text.text()) <= Pages.CONTENT_WIDTH
                        + 0.5f)));
    }

    @Test
    void shortensLongNamesAtTheHeadAndFootOfAPage() throws IOException {
        var sample = SampleInvoices.in("EUR").company("Donau" + "dampf".repeat(30));
        for (int i = 0; i < 60; i++) {
            sample.usage("a", i);
        }

        assertThat(PdfText.extracted(sample.invoice()).get(1)).contains("Donaudampfdampf", "…");
    }

    @Test
    void aGermanCreditNoteIsNoSelfBilledInvoice() {
        var note = SampleInvoices.in("EUR").language("de").correcting("INV-2026-000042", "Ausfall")
                .usage("shop", "Plan", "-100.00").invoice();

        assertThat(text(note)).contains("RECHNUNGSKORREKTUR", "Diese Rechnungskorrektur",
                "Datum | 2. November 2026").doesNotContain("GUTSCHRIFT", "Rechnungsdatum");
    }

    @Test
    void keepsTheDigitsOfAQuantityTogether() {
        var sample = SampleInvoices.in("EUR").discounted("a", "100.00", "10", "90.00")
                .measured("a", "1234567.123456789012", "5.00").invoice();

        assertThat(text(sample)).contains("1,234,567.123456789012");
    }

    @Test
    void refusesNamesItCannotShow() {
        var thai = SampleInvoices.in("EUR").company("ไทย Oy").usage("a", "hidden\u202Etext", "1.00").invoice();

        assertThat(InvoicePdf.unprintable(thai)).singleElement().asString()
                .startsWith("there is no glyph for 'ท' (U+0E17), 'ย' (U+0E22), ").endsWith("in the company 'ไทย Oy'");
        assertThatThrownBy(() -> new InvoicePdf().draw(thai, Comparison.none(), SampleInvoices.LINES))
                .isInstanceOf(UnprintableTextException.class).hasMessageContaining("ไทย")
                .hasMessageContaining("U+0E17");
    }

    @Test
    void printsSubstitutesInTextsThatDoNotSayWhoIsWho() {
        var invoice = SampleInvoices.in("EUR").extraText("Kost\u0E17").named("ap\u05D0i", "Shop 🚀")
                .usage("ap\u05D0i", "1 t CO₂, hidden\u202Etext\nnext\u0001", "1.00").invoice();

        assertThat(InvoicePdf.unprintable(invoice)).isEmpty();
        assertThat(text(invoice)).contains("1 t CO₂, hidden□text next□", "Shop □ (ap□i)", "Kost□");
    }

    @Test
    void printsSymbolsAndSignsOfCurrencies() throws IOException {
        var invoice = SampleInvoices.in("EUR").extraText("✔ 5 ₹, 6 ₺, 7 ₽, 8 ₿ x⁻¹ ≈ ½ ⅓ → ★")
                .usage("a", "1 t CO₂", "1.00")
                .invoice();

        assertThat(PdfText.extracted(invoice).getFirst()).contains("✔", "₹, ", "₺, ", "₽, ", "₿", "x⁻¹", "≈", "½", "⅓",
                "→", "★", "CO₂");
    }

    @Test
    void printsExtraTextOfSeveralLines() {
        assertThat(text(SampleInvoices.in("EUR").extraText("PO 1\r\nCost\tcentre").usage("a", 1).invoice()))
                .contains("PO 1\nCost centre\n");
    }

    @Test
    void tellsHowToPayOnTheFirstPageHoweverMuchThereIs() {
        var manyProjects = PdfText.laidOut(SampleInvoices.withLines(60, 60));
        assertThat(manyProjects.getFirst()).contains("IBAN | FI21 1234 5600 0007 85", "Scan to pay", "Summary")
                .containsSubsequence("Amount due", "Payment", "Cost centre 4711", "Summary");

        var muchText = PdfText.laidOut(SampleInvoices.in("EUR").extraText("x\n".repeat(100)).usage("a", 1).invoice());
        assertThat(muchText.getFirst()).containsSubsequence("Amount due", "Payment", "Scan to pay", "x");
    }

    @Test
    void takesLittleRoom() {
        assertThat(PdfText.bytes(SampleInvoices.withLines(30, 3))).hasSizeLessThan(40_000);
        for (var text : List.of("株式会社 スタートアップ プラン", "数据库服务使用费", "資料庫服務使用費")) {
            var sample = SampleInvoices.in("EUR").language("ja").company(text);
            for (int i = 0; i < 30; i++) {
                sample.usage("web " + i % 3, text, "1.00");
            }
            assertThat(PdfText.bytes(sample.invoice())).as(text).hasSizeLessThan(90_000);
        }
    }

    @Test
    void writesTwentyThousandLines() {
        long start = System.nanoTime();
        byte[] bytes = PdfText.bytes(SampleInvoices.withLines(20_000, 100));

        assertThat(bytes).hasSizeGreaterThan(1_000_000);
        System.out.printf("20,000 lines: %d ms%n", (System.nanoTime() - start) / 1_000_000);
    }

    private static String text(Invoice invoice) {
        return String.join("\n", PdfText.laidOut(invoice).stream().map(page -> String.join("\n", page)).toList());
    }

    private static void assertGolden(String file, Invoice invoice) throws IOException {
        String actual = String.join("\n\f\n",
                PdfText.laidOut(invoice).stream().map(page -> String.join("\n", page)).toList()) + "\n";
        Path written = Path.of("target", "golden", file);
        Files.createDirectories(written.getParent());
        Files.writeString(written, actual);
        try (var golden = InvoicePdfTest.class.getResourceAsStream("/document/" + file)) {
            assertThat(golden).as("golden file; the actual text is in %s", written).isNotNull();
            assertThat(actual).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }
}
