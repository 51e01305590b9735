package org.billinggroups.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.billinggroups.account.EInvoice;
import org.billinggroups.document.SampleInvoices;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.TaxCategory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Sellers of sixteen countries times cases, in each form: what our own rules let pass is valid for the newest rules of
 * EN 16931, Peppol and XRechnung. A build has each country and each case once; {@code -Dmatrix=whole}, which the
 * profile {@code matrix} sets, has all.
 */
class EInvoiceMatrixTest {
    private static final String DIRECT_DEBIT = "direct debit";
    private static final String REASON_OUTSIDE = "Not subject to VAT";
    /** Warnings that stay, with the reason of each. */
    private static final Map<String, String> KNOWN_WARNINGS = Map.of();

    private static final Map<String, Case> CASES = new LinkedHashMap<>();

    static {
        CASES.put("domestic", new Case("", TaxCategory.S, "EUR", lines -> lines.usage("web", "Plan", "100.00")));
        CASES.put("reverse charge", new Case("FI", TaxCategory.AE, "EUR", lines -> lines.usage("web", "Plan", "0.05")));
        CASES.put("consumer in the EU", new Case("FI consumer", TaxCategory.S, "EUR",
                lines -> lines.usage("web", "Plan", "9.99")));
        CASES.put(DIRECT_DEBIT, new Case("", TaxCategory.S, "EUR", lines -> lines.usage("web", "Plan", "100.00")));
        CASES.put("outside the EU", new Case("US", TaxCategory.O, "USD", lines -> lines.usage("web", "Plan", "77.7")));
        CASES.put("exempt", new Case("", TaxCategory.E, "EUR", lines -> lines.usage("web", "Plan", "33.33")));
        CASES.put("credit note", new Case("", TaxCategory.S, "EUR",
                lines -> lines.correcting("INV-2026-000001", "Wrong plan").usage("web", "Plan", "-100.00")));
        CASES.put("prepaid", new Case("", TaxCategory.S, "EUR",
                lines -> lines.usage("web", "Plan", "100.00").prepaid("50.00")));
        CASES.put("discount, commitment, support", new Case("", TaxCategory.S, "EUR",
                lines -> lines.discounted("web", "100.00", "12.5", "87.50").charge("Support", "8.75")
                        .charge("Commitment: up to the agreed minimum of 500.00 EUR", "403.75")));
        CASES.put("negative line", new Case("", TaxCategory.S, "EUR",
                lines -> lines.usage("web", "Plan", "100.00").usage("web", "Refund", "-3.33")));
        CASES.put("zero invoice", new Case("", TaxCategory.S, "EUR", lines -> lines.usage("web", "Plan", "0.00")));
        CASES.put("yen", new Case("JP", TaxCategory.O, "JPY", lines -> lines.usage("web", "Plan", "12345")));
        CASES.put("200 lines", new Case("", TaxCategory.S, "EUR", EInvoiceMatrixTest::manyLines));
    }

    /** @param buyer a country, empty for the seller's, with the word consumer behind it for people */
    private record Case(String buyer, TaxCategory category, String currency, UnaryOperator<SampleInvoices> lines) {}

    record Cell(String seller, String name, EInvoice form) {
        @Override
        public String toString() {
            return seller + ", " + name + ", " + form.code() + ", by "
                    + RuleSets.of(form, name.equals("credit note")).getAsSingleID();
        }

        Invoice invoice() {
            var given = CASES.get(name);
            boolean business = !given.buyer.endsWith("consumer");
            var country = given.buyer.isEmpty() ? seller : given.buyer.substring(0, 2);
            if (country.equals(seller) && !given.buyer.isEmpty()) {
                country = "EE";
            }
            var buyer = NationalParties.buyer(country, business);
            buyer.put("e_invoice", form.code());
            var party = NationalParties.seller(seller);
            if (name.equals(DIRECT_DEBIT)) {
                party.putAll(Map.of("iban", "DE02120300000000202051", "creditor_id", "DE98ZZZ09999999999"));
                buyer.put("sepa_mandate", Map.of("id", "M-2026/7", "signed_on", "2026-01-31", "iban",
                        "FI2112345600000785", "scheme", "core"));
            }
            if (form == EInvoice.PEPPOL) {
                party.put("endpoint", "0088:7300010000001");
                buyer.put("endpoint", "0088:7300010000001");
            }
            return given.lines.apply(SampleInvoices.in(given.currency).seller(party)
                    .buyer(buyer).taxed(given.category, rate(given.category), reason(given.category))).invoice();
        }

        private String rate(TaxCategory category) {
            return category == TaxCategory.S ? NationalParties.rate(seller) : "0";
        }

        private static @Nullable String reason(TaxCategory category) {
            return switch (category) {
                case AE -> "Reverse charge: VAT to be accounted for by the recipient";
                case E -> "Article 151: diplomatic arrangements";
                case O -> REASON_OUTSIDE;
                default -> null;
            };
        }
    }

    private static SampleInvoices manyLines(SampleInvoices lines) {
        for (int i = 0; i < 200; i++) {
            lines.usage("project-" + i % 7, i);
        }
        return lines;
    }

    static Stream<Cell> cells() {
        var countries = NationalParties.countries();
        var names = List.copyOf(CASES.keySet());
        List<Cell> cells = new ArrayList<>();
        boolean whole = "whole".equals(System.getProperty("matrix"));
        for (int i = 0; i < countries.size(); i++) {
            var country = countries.get(i);
            for (var name : whole ? names : List.of(names.get(i % names.size()))) {
                forms(country).forEach(form -> cells.add(new Cell(country, name, form)));
            }
        }
        names.forEach(name -> forms("DE").filter(EInvoice::isXRechnung).map(form -> new Cell("DE", name, form))
                .filter(cell -> !cells.contains(cell)).forEach(cells::add));
        return cells.stream();
    }

    private static Stream<EInvoice> forms(String country) {
        return Stream.of(EInvoice.values())
                .filter(form -> form != EInvoice.NONE && (country.equals("DE") || !form.isXRechnung()));
    }

    @ParameterizedTest
    @MethodSource("cells")
    void whatOurRulesLetPassIsValid(Cell cell) {
        var invoice = cell.invoice();
        assertThat(problems(invoice)).isEmpty();
        assertThat(complaints(invoice)).isEmpty();
    }

    private static List<String> problems(Invoice invoice) {
        return FormRules.problems(invoice);
    }

    private static List<String> complaints(Invoice invoice) {
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.of(invoice).write(xml,
                invoice.buyer().eInvoice().isFile() ? new EmbeddedPdf("INV.pdf", new byte[]{ 37, 80 }) : null);
        return RuleSets.complaints(invoice.buyer().eInvoice(), invoice.isCreditNote(), xml.toByteArray()).stream()
                .filter(complaint -> KNOWN_WARNINGS.keySet().stream().noneMatch(complaint::contains)).toList();
    }
}
