package org.billinggroups.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.billinggroups.document.SampleInvoices;
import org.billinggroups.invoice.Invoice;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mail.javamail.JavaMailSenderImpl;

/** Mails say in the group's language what they bring. */
class InvoiceMailTest {
    private static final DeliverySettings SETTINGS = new DeliverySettings("", "", 0, 1, 0);

    private static InvoiceMail.Message mail(Invoice invoice) throws MessagingException {
        var mail = new InvoiceMail(SETTINGS).of(new JavaMailSenderImpl(), invoice, "ap@acme.example",
                List.of(new InvoiceMail.Attached(InvoiceMail.Kind.PDF, invoice.number() + ".pdf", new byte[0])));
        mail.saveChanges();
        return mail;
    }

    private static String text(Invoice invoice) throws MessagingException, IOException {
        var parts = (MimeMultipart) mail(invoice).getContent();
        var related = (MimeMultipart) parts.getBodyPart(0).getContent();
        return related.getBodyPart(0).getContent().toString();
    }

    @Test
    void tellsWhatIsDueWhen() throws Exception {
        assertThat(text(SampleInvoices.in("EUR").usage("web", "Plan", "7802.27").invoice())).isEqualTo("""
                Dear Example Customer Oy,

                Invoice INV-2026-000123 for October 2026 (Platform team) is attached.

                Amount due: EUR 9,791.85
                Please pay by 16 November 2026

                The PDF is an electronic invoice as well (Factur-X / ZUGFeRD).

                Cloud Seller Ltd
                """);
    }

    @ParameterizedTest
    @CsvSource({
            "en, Invoice INV-2026-000123 from Cloud Seller Ltd, 'EUR 9,791.85', 16 November 2026",
            "de, Rechnung INV-2026-000123 von Cloud Seller Ltd, 'Zahlbetrag: 9.791,85 EUR', bis 16. November 2026",
            "fr, Facture INV-2026-000123 de Cloud Seller Ltd, '9\u00a0791,85 EUR', 16 novembre 2026",
            "fi, 'Lasku INV-2026-000123, Cloud Seller Ltd', '9\u00a0791,85 EUR', 16. marraskuuta 2026",
            "es, Factura INV-2026-000123 de Cloud Seller Ltd, '9.791,85 EUR', 16 de noviembre de 2026",
            "ja, 請求書 INV-2026-000123（Cloud Seller Ltd）, 'ご請求金額：EUR 9,791.85', 2026年11月16日" })
    void speaksTheLanguageOfTheGroup(String language, String subject, String amount, String due) throws Exception {
        var invoice = SampleInvoices.in("EUR").language(language).usage("web", "Plan", "7802.27").invoice();
        assertThat(mail(invoice).getSubject()).isEqualTo(subject);
        assertThat(text(invoice)).contains(amount, due, "Platform team", "Factur-X");
    }

    @Test
    void announcesADirectDebitInsteadOfAskingForPayment() throws Exception {
        var invoice = SampleInvoices.in("EUR").seller(Map.of("creditor_id", "DE98ZZZ09999999999"))
                .buyer(Map.of("sepa_mandate", Map.of("id", "M", "signed_on", "2026-01-31", "iban",
                        "DE02120300000000202051", "scheme", "core")))
                .usage("web", "Plan", "1.00").invoice();
        assertThat(text(invoice)).contains("We collect it on 16 November 2026 by SEPA direct debit")
                .doesNotContain("Please pay", "DE02");
    }

    @Test
    void tellsWhatACreditNoteCreditsAndWhatOfItWasPrepaid() throws Exception {
        var note = SampleInvoices.in("EUR").correcting("INV-2026-000042", "Outage").prepaid("-125.50")
                .usage("shop", "Plan", "-100.00").invoice();
        assertThat(mail(note).getSubject()).isEqualTo("Credit note CN-2026-000007 from Cloud Seller Ltd");
        assertThat(text(note)).contains("Amount credited: EUR 125.50\nReturned to prepaid credit: EUR 125.50\n\n")
                .doesNotContain("pay by");
    }

    @Test
    void promisesNoElectronicInvoiceInCurrenciesThatHaveNone() throws Exception {
        assertThat(text(SampleInvoices.in("KWD").usage("web", "Plan", "1.234").invoice())).doesNotContain("electronic");
    }

    @Test
    void hasTheSameIdForTheSameInvoiceAndRecipient() throws Exception {
        var invoice = SampleInvoices.in("EUR").usage("web", "Plan", "1.00").invoice();
        assertThat(mail(invoice).getMessageID()).isEqualTo(mail(invoice).getMessageID()).endsWith("@billing-groups>");
    }
}
