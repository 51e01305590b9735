package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.joda.money.CurrencyUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrencyCodeTest {
    @ParameterizedTest
    @ValueSource(strings = { "AUD", "CAD", "CHF", "DKK", "EUR", "GBP", "JPY", "NOK", "NZD", "SEK", "SGD", "USD" })
    void knowsCurrencies(String text) {
        assertThat(CurrencyCode.parse(text)).isEqualTo(CurrencyUnit.of(text));
    }

    @ParameterizedTest
    @ValueSource(strings = { "DEM", "HRK", "BGN", "ANG", "STD", "VEF", "ZWL", "SLL", "CUC", "LTL" })
    void refusesCurrenciesThatWereWithdrawn(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CurrencyCode.parse(text))
                .withMessageContaining(text + " was withdrawn");
    }

    @ParameterizedTest
    @ValueSource(strings = { "XCG", "STN" })
    void refusesCurrenciesThatNoElectronicInvoiceKnows(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CurrencyCode.parse(text))
                .withMessageContaining("code list of EN 16931");
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "eur", "Euro", "EURO", "E", "978", "XXX", "XAU", "ZZZ" })
    void refusesWhatIsNoMoney(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> CurrencyCode.parse(text))
                .withMessage("expected an ISO 4217 currency code such as EUR");
    }
}
