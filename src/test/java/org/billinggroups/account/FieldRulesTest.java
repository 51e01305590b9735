package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FieldRulesTest {
    @ParameterizedTest
    @ValueSource(strings = { "Acme", "M\u00fcller & S\u00f6hne", "\u682a\u5f0f\u4f1a\u793e", "\ud83d\ude80", " a " })
    void keepsText(String text) {
        assertThat(FieldRules.text(128).apply(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "\u2003", "a\tb", "a\nb", "\u0000", "a\u0085b", "a\u009bb", "\u200b", "\u202ea",
            "\u2028", "\ue000", "\ufeff" })
    void refusesTextThatIsBlankOrDoesNotPrint(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.text(128).apply(text))
                .withMessageContaining("expected");
    }

    @Test
    void limitsLengthOfText() {
        assertThat(FieldRules.text(3).apply("abc")).isEqualTo("abc");
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.text(3).apply("abcd"))
                .withMessage("expected at most 3 characters, found 4");
    }

    @Test
    void allowsLineBreaksOnlyInTextOfLines() {
        assertThat(FieldRules.lines(9).apply("PO 1\nCC 2")).isEqualTo("PO 1\nCC 2");
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.lines(9).apply("PO 1\r\nCC"));
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.lines(9).apply("PO 1\nCC 2 "));
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.lines(9).apply("\n\n"));
    }

    @ParameterizedTest
    @CsvSource({ "NO, true", "DE, true", "GB, true", "XK, false", "EL, false", "UK, false", "de, false", "DEU, false",
            "'', false", "ZZ, false" })
    void knowsCountries(String text, boolean known) {
        if (known) {
            assertThat(FieldRules.countryCode(text)).isEqualTo(text);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.countryCode(text))
                    .withMessageContaining("ISO 3166-1");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = { "ap@acme.example | true", "a.b+c@sub.acme.co | true", "a@b | false",
            "a b@acme.example | false", "@acme.example | false", "a@@acme.example | false",
            "a@acme.example,b@acme.example | false", "A <a@acme.example> | false", "a@acme. | false",
            "a..b@acme.example | false", ".a@acme.example | false", "a.@acme.example | false",
            "a@-acme.example | false", "a@acme-.example | false", "a@acme..example | false", "a@acme.1 | false",
            "jörg@müller.example | true", "o'hara+x@acme.example | true", "a@1.acme.example | true",
            "a@\u0909\u0926\u093e\u0939\u0930\u0923.\u092a\u0930\u0940\u0915\u094d\u0937\u093e | true",
            "a@xn--mller-kva.example | true", "jo\u0308rg@acme.example | true", "a@acme\u200b.example | false",
            "a@acme\u3002example | false", "a@acme_x.example | false", "a@acme.x | false" })
    void knowsEmailAddresses(String text, boolean good) {
        if (good) {
            assertThat(FieldRules.email(text)).isEqualTo(text);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.email(text));
        }
    }

    @ParameterizedTest
    @CsvSource({ "64, 63, 1, true", "65, 1, 1, false", "1, 64, 1, false", "64, 61, 3, true", "64, 62, 3, false" })
    void limitsLengthOfEmailAddresses(int local, int label, int labels, boolean good) {
        var text = "a".repeat(local) + "@" + ("b".repeat(label) + ".").repeat(labels) + "cc";
        if (good) {
            assertThat(FieldRules.email(text)).isEqualTo(text);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.email(text));
        }
    }

    @Test
    void limitsLabelsInTheFormOfTheNameServer() {
        assertThat(FieldRules.email("a@" + "\u00fc".repeat(50) + ".example")).endsWith(".example");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FieldRules.email("a@" + "\u00fc".repeat(60) + ".example"));
    }

    @ParameterizedTest
    @CsvSource({ "0, 0", "0.00, 0", "5, 5", "25.50, 25.5", "100, 100", "10, 10", "33.333333, 33.333333" })
    void readsPercentages(String text, String value) {
        assertThat(FieldRules.percent(100).apply(text).toPlainString()).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "-1", "100.01", "101", "5%", "5,5", "1e1", "NaN", "+5", "\u0665" })
    void refusesWhatIsNoPercentage(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.percent(100).apply(text));
    }

    @ParameterizedTest
    @CsvSource({ "EUR, 1000.00, EUR 1000.00", "EUR, 1000, EUR 1000.00", "EUR, -5.5, EUR -5.50", "JPY, 1000, JPY 1000",
            "EUR, 12.50, EUR 12.50" })
    void readsMoney(String currency, String text, String money) {
        assertThat(FieldRules.money(CurrencyUnit.of(currency)).apply(text)).isEqualTo(Money.parse(money));
    }

    @ParameterizedTest
    @CsvSource({ "EUR, 1.005, at most 2 decimals for EUR", "JPY, 1.5, at most 0 decimals for JPY",
            "EUR, '1,50', a decimal number", "EUR, 1e3, a decimal number", "EUR, '', a decimal number",
            "EUR, 1000000000000000000000, a decimal number" })
    void refusesWhatIsNoMoneyOfCurrency(String currency, String text, String expected) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.money(CurrencyUnit.of(currency)).apply(text))
                .withMessageContaining("expected " + expected);
    }

    @ParameterizedTest
    @CsvSource({ "0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10", "0B9B1F5E-6D0C-4C1E-9D59-2F3A3F7F5B10" })
    void readsUuidsInEitherCase(String text) {
        assertThat(FieldRules.uuid(text)).hasToString("0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "Europe", "1-1-1-1-1", "0b9b1f5e6d0c4c1e9d592f3a3f7f5b10",
            "0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10x" })
    void refusesWhatIsNoUuid(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.uuid(text))
                .withMessageContaining("expected a UUID");
    }

    @ParameterizedTest
    @CsvSource({ "en, en", "de-AT, de-AT", "DE-at, de-AT", "zh-Hant-TW, zh-Hant-TW" })
    void readsLanguages(String text, String language) {
        assertThat(FieldRules.language(text)).isEqualTo(language);
    }

    @ParameterizedTest
    @ValueSource(strings = { "e", "en_US", "de-", "englischdeutsch", "english", "xx", "en-UK",
            "de-ZZ" })
    void refusesWhatIsNoLanguage(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.language(text));
    }

    @ParameterizedTest
    @CsvSource({ "0, true", "14, true", "3650, true", "3651, false", "-1, false", "14.0, false", "99999, false",
            "'', false", "net, false" })
    void limitsPaymentTerms(String text, boolean good) {
        if (good) {
            assertThat(FieldRules.paymentTermsDays(text)).hasToString(text);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.paymentTermsDays(text));
        }
    }

    @ParameterizedTest
    @CsvSource({ "INV-{year}-{number:6}, true", "{year}{number}, true", "A/{number:9}.{year}, false",
            "INV-{number:6}, false", "INV-{year}, false", "INV-{year}-{number:0}, false",
            "INV-{year}-{month}-{number}, false", "INV-{year}-{number:6}-\u00e4, false", "{number}{year}, true" })
    void checksPatternOfInvoiceNumbers(String text, boolean good) {
        if (good) {
            assertThat(FieldRules.invoiceSeries(text)).isEqualTo(text);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.invoiceSeries(text));
        }
    }

    @ParameterizedTest
    @CsvSource({ "NDEAFIHH, true", "DEUTDEFF500, true", "NCBVXKPR, true", "NDEAZZHH, false", "NDEAFIH, false",
            "ndeafihh, false", "1DEAFIHH, false" })
    void knowsBics(String text, boolean good) {
        if (good) {
            assertThat(FieldRules.bic(text)).isEqualTo(text);
        } else {
            assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.bic(text));
        }
    }

    @Test
    void keepsZeroPlain() {
        assertThat(FieldRules.percent(100).apply("0.000")).isEqualTo(BigDecimal.ZERO);
    }
}
