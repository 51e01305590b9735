package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.wording.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openpdf.text.pdf.PdfArray;
import org.openpdf.text.pdf.PdfDictionary;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfReader;

/** Documents can be read by people who do not see them. */
class AccessibilityTest {
    @SuppressWarnings("unused")
    private static final List<String> LANGUAGES = Language.CODES;

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void isValidInEachLanguage(String language) {
        Map<String, SampleInvoices> kinds = new LinkedHashMap<>();
        kinds.put("invoice", SampleInvoices.in("EUR").usage("web", 1).usage("shop", 2).charge("Support", "10.00"));
        kinds.put("credit note", SampleInvoices.in("EUR").correcting("INV-2026-000042", "Outage").usage("web", "Plan",
                "-10.00"));
        kinds.put("estimate", longEstimate());
        kinds.put("draft", SampleInvoices.in("USD").draft().usage("web", "Plan \u0645 CO₂", "10.00"));
        kinds.forEach((kind, sample) -> assertThat(Judges.barriers(PdfText.bytes(sample.language(language).invoice())))
                .as(kind).isEmpty());
    }

    private static SampleInvoices longEstimate() {
        var estimate = SampleInvoices.in("EUR").estimate();
        for (int i = 0; i < 60; i++) {
            estimate.usage("web", i);
        }
        return estimate;
    }

    @ParameterizedTest
    @ValueSource(strings = { "with logo", "text without glyphs", "credit note with discounts", "outside the EU" })
    void isValidWithAllThatMayStandInIt(String sample) {
        assertThat(Judges.barriers(PdfText.bytes(EInvoiceSamples.all().get(sample)))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = { 200, 3000 })
    void isValidHoweverManyLines(int lines) {
        assertThat(Judges.barriers(PdfText.bytes(SampleInvoices.withLines(lines, 7)))).isEmpty();
    }

    @Test
    void hasHeadingsTablesWithHeadsAndPicturesInWords() throws IOException {
        var elements = elements(SampleInvoices.in("EUR").usage("web", 1).usage("shop", 2).invoice());

        assertThat(elements).filteredOn(element -> element.startsWith("H")).containsExactly("H1", "H2", "H2", "H2",
                "H2");
        assertThat(Collections.frequency(elements, "Table")).isEqualTo(3);
        assertThat(Collections.frequency(elements, "TH")).isEqualTo(3 + 6 + 6);
        assertThat(Collections.frequency(elements, "TD")).isEqualTo(2 * 3 + 6 + 6);
        assertThat(elements).anyMatch(element -> element.equals("Figure: Bar: 100% of the most expensive project"))
                .anyMatch(element -> element.startsWith("Figure: QR code"));
    }

    @Test
    void aTableThatGoesOnOnTheNextPageIsOne() throws IOException {
        var elements = elements(longEstimate().invoice());

        assertThat(Collections.frequency(elements, "Table")).isEqualTo(2);
        assertThat(Collections.frequency(elements, "TR")).isEqualTo(2 + 61);
    }

    private static List<String> elements(Invoice invoice) throws IOException {
        try (var reader = new PdfReader(PdfText.bytes(invoice))) {
            List<String> elements = new ArrayList<>();
            add(reader.getCatalog().getAsDict(PdfName.STRUCTTREEROOT), elements);
            return elements;
        }
    }

    private static void add(PdfDictionary element, List<String> elements) {
        var kind = element.getAsName(PdfName.S);
        var meaning = element.getAsString(PdfName.ALT);
        if (kind != null) {
            elements.add(
                    PdfName.decodeName(kind.toString()) + (meaning == null ? "" : ": " + meaning.toUnicodeString()));
        }
        var kids = element.getDirectObject(PdfName.K);
        if (kids instanceof PdfArray array) {
            for (int i = 0; i < array.size(); i++) {
                if (array.getDirectObject(i) instanceof PdfDictionary kid) {
                    add(kid, elements);
                }
            }
        }
    }
}
