package org.billinggroups.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMultipart;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.billinggroups.document.SampleInvoices;
import org.billinggroups.invoice.Invoice;
import org.joda.money.Money;
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
        return textOf(mail(invoice));
    }

    private static String textOf(InvoiceMail.Message mail) throws MessagingException, IOException {
        var parts = (MimeMultipart) mail.getContent();
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

    @Test
    void remindsOfWhatIsOpen() throws Exception {
        var invoice = SampleInvoices.in("EUR").usage("web", "Plan", "7802.27").invoice();
        assertThat(reminder(invoice, 1).getSubject())
                .isEqualTo("Payment reminder: Invoice INV-2026-000123 from Cloud Seller Ltd");
        assertThat(reminder(invoice, 2).getSubject())
                .isEqualTo("Payment reminder 2: Invoice INV-2026-000123 from Cloud Seller Ltd");
        assertThat(textOf(reminder(invoice, 2))).isEqualTo("""
                Dear Example Customer Oy,

                Invoice INV-2026-000123 for October 2026 (Platform team) is attached.

                It was due on 16 November 2026, and we have not yet received all of it.

                Still open: EUR 100.10
                IBAN: FI21 1234 5600 0007 85
                Reference: RF98 INV2 0260 0012 3

                If you have paid in the meantime, please disregard this reminder.

                Cloud Seller Ltd
                """);
        assertThat(reminder(invoice, 1).getMessageID()).isNotEqualTo(reminder(invoice, 2).getMessageID())
                .isNotEqualTo(mail(invoice).getMessageID());
    }

    @ParameterizedTest
    @CsvSource({
            "de, 2. Zahlungserinnerung: Rechnung INV-2026-000123 von Cloud Seller Ltd, am 16. November 2026 fällig",
            "fr, Rappel de paiement n°\u00a02\u00a0: Facture INV-2026-000123, avant le 16 novembre 2026 inclus",
            "fi, 'Maksumuistutus 2: Lasku INV-2026-000123, Cloud Seller Ltd', Eräpäivä oli 16. marraskuuta 2026",
            "es, Recordatorio de pago 2: Factura, Venció el 16 de noviembre de 2026",
            "ja, お支払いのお願い（第2回）：請求書, お支払期限は2026年11月16日",
            "nl, Betalingsherinnering 2: Factuur, was 16 november 2026",
            "it, Sollecito di pagamento n. 2: Fattura, entro il",
            "sv, Betalningspåminnelse 2: Faktura, den förföll", "da, Betalingspåmindelse 2: Faktura, senest",
            "nb, Betalingspåminnelse 2: Faktura, ennå", "pl, Przypomnienie o płatności nr 2: Faktura, upłynął",
            "pt, Lembrete de pagamento n.º 2: Fatura, venceu-se em" })
    void remindsInTheLanguageOfTheGroup(String language, String subject, String due) throws Exception {
        var mail = reminder(SampleInvoices.in("EUR").language(language).usage("web", "Plan", "7802.27").invoice(), 2);
        assertThat(mail.getSubject()).startsWith(subject);
        assertThat(textOf(mail)).containsIgnoringCase(due).contains("RF98 INV2 0260 0012 3").doesNotContain("{", "}");
    }

    private static InvoiceMail.Message reminder(Invoice invoice, int number) throws MessagingException {
        var mail = new InvoiceMail(SETTINGS).reminder(new JavaMailSenderImpl(), invoice, "ap@acme.example", List.of(),
                number, Money.parse("EUR 100.10"));
        mail.saveChanges();
        return mail;
    }
}
