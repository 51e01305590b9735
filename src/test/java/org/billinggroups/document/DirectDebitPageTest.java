package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.wording.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

/** An invoice that is collected announces that, and asks for no transfer. */
class DirectDebitPageTest {
    @SuppressWarnings("unused")
    private static final List<String> LANGUAGES = Language.CODES;

    private static SampleInvoices collected(String currency, String creditorId) {
        return SampleInvoices.in(currency).seller(Map.of("creditor_id", creditorId))
                .buyer(Map.of("sepa_mandate", Map.of("id", "MANDATE-7", "signed_on", "2026-01-31", "iban",
                        "DE02120300000000202051", "scheme", "core")));
    }

    private static String text(Invoice invoice) {
        return String.join("\n", PdfText.laidOut(invoice).stream().map(page -> String.join("\n", page)).toList());
    }

    @ParameterizedTest
    @FieldSource("LANGUAGES")
    void announcesTheCollectionInEachLanguage(String language) {
        var invoice = collected("EUR", "DE98ZZZ09999999999").language(language).usage("web", "Plan", "1.00").invoice();
        var words = Wording.of(invoice);
        var day = words.figures().date(invoice.dueDate());
        assertThat(text(invoice)).contains(words.of("direct-debit"), words.of("collected-on", day),
                words.of("debit-date") + " | " + day, words.of("mandate") + " | MANDATE-7",
                words.of("creditor-id") + " | DE98ZZZ09999999999",
                words.of("debited-account") + " | DE\u00a0…\u00a02051")
                .doesNotContain("DE02", words.of("pay-to"), words.of("pay-by", day), words.of("scan-to-pay"),
                        "FI21 1234");
        assertThat(PaymentCode.of(invoice)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "none", value = { "USD, DE98ZZZ09999999999, 1.00", "EUR, none, 1.00",
            "EUR, DE98ZZZ09999999999, -1.00" })
    void announcesNothingWhereNothingIsCollected(String currency, String creditorId, String amount) {
        var sample = creditorId == null ? SampleInvoices.in(currency) : collected(currency, creditorId);
        assertThat(text(sample.usage("web", "Plan", amount).invoice())).doesNotContain("MANDATE-7", "direct debit");
    }

    @Test
    void draftsTellWhenAfterTheirIssueDateTheyWillBeCollected() {
        var draft = collected("EUR", "DE98ZZZ09999999999").draft().usage("web", "Plan", "1.00").invoice();
        assertThat(text(draft)).contains("Debit date | 14 days from the issue date", "Mandate | MANDATE-7");
    }
}
