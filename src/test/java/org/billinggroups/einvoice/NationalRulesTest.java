package org.billinggroups.einvoice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.EInvoice;
import org.billinggroups.document.SampleInvoices;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.run.TaxCategory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the judges refuse is refused by us before a number is spent: the same rule, with the field to declare. */
class NationalRulesTest {
    private static Invoice domestic(String country, String form, String field, @Nullable Object value) {
        var seller = NationalParties.seller(country);
        var buyer = NationalParties.buyer(country, true);
        buyer.put("e_invoice", form);
        seller.put("endpoint", "0088:7300010000001");
        buyer.put("endpoint", "0088:7300010000001");
        if (field.startsWith("contact.")) {
            Map<String, Object> contact = new HashMap<>(contact(seller));
            contact.put(field.substring("contact.".length()), value);
            seller.put("contact", contact);
        } else if (field.startsWith("buyer ")) {
            buyer.put(field.substring("buyer ".length()), value);
        } else {
            seller.put(field, value);
        }
        return SampleInvoices.in("EUR").seller(seller).buyer(buyer)
                .taxed(TaxCategory.S, NationalParties.rate(country), null).usage("web", "Plan", "100.00").invoice();
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> contact(Map<String, Object> seller) {
        return (Map<String, Object>) seller.get("contact");
    }

    private static List<String> complaints(Invoice invoice) {
        var xml = new ByteArrayOutputStream();
        ElectronicInvoice.of(invoice).write(xml);
        return RuleSets.complaints(invoice.buyer().eInvoice(), invoice.isCreditNote(), xml.toByteArray());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', nullValues = "-", textBlock = """
            DE | peppol        | contact.name          | -            | DE-R-005 | German seller needs contact.name
            DE | peppol        | contact.phone         | -            | DE-R-006 | German seller needs contact.phone
            DE | peppol        | contact.email         | -            | DE-R-007 | German seller needs contact.email
            DE | peppol        | zip_code              | -            | DE-R-004 | German seller needs zip_code
            DE | peppol        | buyer zip_code        | -            | DE-R-009 | 'Platform team' needs zip_code
            DE | xrechnung     | contact.phone         | -            | BR-DE-6  | German seller needs contact.phone
            DE | xrechnung     | contact.name          | -            | BR-DE-5  | German seller needs contact.name
            DE | xrechnung     | contact.email         | -            | BR-DE-7  | German seller needs contact.email
            DE | xrechnung     | buyer buyer_reference | -            | BR-DE-15 | 'Platform team' needs buyer_reference
            DE | xrechnung-cii | contact.phone         | -            | BR-DE-6  | German seller needs contact.phone
            DE | xrechnung-cii | zip_code              | -            | BR-DE-4  | German seller needs zip_code
            DE | xrechnung-cii | buyer zip_code        | -            | BR-DE-9  | 'Platform team' needs zip_code
            DK | peppol        | registration_id       | -            | DK-R-002 | Danish seller needs registration_id
            DK | peppol        | registration_id       | 12345678     | DK-R-014 | Danish seller needs registration_id
            IS | peppol        | registration_id       | -            | IS-R-002 | Icelandic seller needs registration_id
            IS | peppol        | zip_code              | -            | IS-R-003 | Icelandic seller needs zip_code
            IS | peppol        | buyer registration_id | -            | IS-R-004 | 'Platform team' needs registration_id
            IS | peppol        | buyer zip_code        | -            | IS-R-005 | 'Platform team' needs zip_code
            NL | peppol        | registration_id       | 1234         | NL-R-003 | Dutch seller needs registration_id
            NL | peppol        | zip_code              | -            | NL-R-002 | Dutch seller needs zip_code
            NL | peppol        | buyer registration_id | 1234         | NL-R-005 | 'Platform team' needs registration_id
            NL | peppol        | buyer zip_code        | -            | NL-R-004 | 'Platform team' needs zip_code
            NL | peppol        | iban                  | -            | NL-R-008 | Dutch seller needs iban
            NO | peppol        | vat_id                | NO974760673  | NO-R-001 | Norwegian seller needs vat_id
            SE | peppol        | vat_id                | SE5566778899 | SE-R-001 | Swedish seller needs vat_id
            SE | peppol        | registration_id       | 556677-8898  | SE-R-013 | Swedish seller needs registration_id
            IT | peppol        | zip_code              | -            | IT-R-004 | Italian seller needs zip_code
            IT | peppol        | tax_number            | 1234         | IT-R-001 | Italian seller needs tax_number
            AT | peppol        | endpoint              | -            | CL008    | the seller needs endpoint
            AT | peppol        | buyer endpoint        | EM:a@b.example | CL008  | 'Platform team' needs endpoint
            AT | peppol        | endpoint              | AQ:seller    | CL008    | the seller needs endpoint
            AT | peppol        | buyer endpoint        | 0220:buyer   | CL008    | 'Platform team' needs endpoint
            DK | peppol        | buyer registration_id | 974760673    | DK-R-017 | 'Platform team' needs registration_id
            AT | peppol        | vat_id                | EL094014201  | GR-R-001 | Greek seller cannot send over Peppol
            """)
    void namesWhatTheJudgesMiss(String country, String form, String field, @Nullable String value, String rule,
            String sentence) {
        var invoice = domestic(country, form, field, value);
        assertThat(FormRules.problems(invoice)).singleElement().asString().startsWith(
                sentence.startsWith("'") ? "billing group " + sentence : sentence).contains(rule);
        assertThat(complaints(invoice)).as("the judges").anyMatch(complaint -> complaint.contains(rule));
    }

    @Test
    void tellsHowToDeclareWhatIsMissing() {
        assertThat(FormRules.problems(domestic("DE", "xrechnung", "contact.phone", null))).containsExactly(
                "German seller needs contact.phone (XRechnung BR-DE-6): declare it under 'seller' in a file and run "
                        + "'billing apply FILE'");
        assertThat(FormRules.problems(domestic("IS", "peppol", "buyer registration_id", null)))
                .containsExactly("billing group 'Platform team' needs registration_id, the number in the register of "
                        + "companies (IS-R-004): 'billing group edit 'Platform team' --registration-id ...'");
    }

    @Test
    void wantsAnotherFormForRatesThatSwedishRulesDoNotKnow() {
        var seller = NationalParties.seller("SE");
        seller.put("endpoint", "0088:7300010000001");
        var buyer = NationalParties.buyer("FI", false);
        buyer.putAll(Map.of("endpoint", "0088:7300010000001", "e_invoice", "peppol"));
        var invoice = SampleInvoices.in("EUR").seller(seller).buyer(buyer).taxed(TaxCategory.S, "25.5", null)
                .usage("web", "Plan", "100.00").invoice();
        assertThat(FormRules.problems(invoice)).singleElement().asString().contains("not 25.5 % (SE-R-006)");
        assertThat(complaints(invoice)).anyMatch(complaint -> complaint.contains("SE-R-006"));
    }

    @Test
    void asksOnlyWhatTheCountryOfTheVatIdAsks() {
        var norwegian = domestic("NO", "peppol", "vat_id", "SE556677889901");
        assertThat(complaints(norwegian)).isEmpty();
        assertThat(FormRules.problems(norwegian)).isEmpty();
    }

    @Test
    void wantsTheInvoiceThatADutchCreditNoteCorrects() {
        var seller = NationalParties.seller("NL");
        seller.put("endpoint", "0088:7300010000001");
        var buyer = NationalParties.buyer("NL", true);
        buyer.putAll(Map.of("endpoint", "0088:7300010000001", "e_invoice", "peppol"));
        var below = SampleInvoices.in("EUR").seller(seller).buyer(buyer).taxed(TaxCategory.S, "21", null)
                .usage("web", "Refund", "-100.00");
        assertThat(complaints(below.invoice())).singleElement().asString().contains("NL-R-001");
        assertThat(FormRules.problems(below.invoice())).singleElement().asString()
                .contains("(NL-R-001)", "--e-invoice factur-x or none");
        assertThat(FormRules.problems(below.correcting("INV-2026-000001", "Refund").invoice())).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = { "peppol", "xrechnung", "xrechnung-cii", "factur-x" })
    void wantsOfSwedesWhatTheFormHasRoomFor(String form) {
        var seller = NationalParties.seller("SE");
        seller.putAll(Map.of("endpoint", "0088:7300010000001", "legal_text", List.of()));
        seller.put("vat_id", null);
        var buyer = NationalParties.buyer("SE", true);
        buyer.putAll(Map.of("endpoint", "0088:7300010000001", "e_invoice", form));
        var invoice = SampleInvoices.in("EUR").seller(seller).buyer(buyer).taxed(TaxCategory.S, "25", null)
                .usage("web", "Plan", "100.00").invoice();
        var problems = FormRules.problems(invoice);
        assertThat(complaints(invoice).isEmpty()).as("%s", problems).isEqualTo(problems.isEmpty());
        assertThat(problems).allMatch(problem -> problem.contains("BR-S-02"));
    }

    @Test
    void wantsAnAccountOfDanesWithTheBankOfIt() {
        assertThat(FormRules.problems(domestic("DK", "peppol", "bic", null))).as("euros, by SEPA").isEmpty();
        for (var bic : new String[]{ "NDEADKKK", null }) {
            var invoice = inKroner(bic);
            assertThat(complaints(invoice).isEmpty()).isEqualTo(bic != null);
            assertThat(FormRules.problems(invoice).isEmpty()).isEqualTo(bic != null);
        }
        assertThat(FormRules.problems(inKroner(null))).singleElement().asString()
                .startsWith("Danish seller needs bic (DK-R-005, DK-R-006)");
    }

    private static Invoice inKroner(@Nullable String bic) {
        var seller = NationalParties.seller("DK");
        var buyer = NationalParties.buyer("DK", true);
        seller.put("bic", bic);
        seller.put("endpoint", "0088:7300010000001");
        buyer.putAll(Map.of("endpoint", "0088:7300010000001", "e_invoice", "peppol"));
        return SampleInvoices.in("DKK").seller(seller).buyer(buyer).taxed(TaxCategory.S, "25", null)
                .usage("web", "Plan", "100.00").invoice();
    }

    @Test
    void hasNoRoomForCurrenciesWithThreeDecimalsInFiles() {
        for (var form : List.of("peppol", "xrechnung", "xrechnung-cii")) {
            var buyer = NationalParties.buyer("DE", true);
            buyer.put("e_invoice", form);
            var dinar = SampleInvoices.in("KWD").buyer(buyer).draft().usage("web", "Plan", "1.000").invoice();
            assertThat(FormRules.problems(dinar)).singleElement().asString()
                    .contains("more than two decimals", "--e-invoice none");
        }
    }

    @Test
    void asksNothingMoreOfGroupsThatGetFacturXOrThePageOnly() {
        for (var form : List.of(EInvoice.FACTUR_X, EInvoice.NONE)) {
            assertThat(FormRules.problems(domestic("DE", form.code(), "contact", null))).isEmpty();
        }
    }
}
