package org.billinggroups.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TaxSubtotalTest {
    @ParameterizedTest
    @CsvSource({ "EUR 100.00, 25.5, EUR 25.50", "EUR 0.02, 25, EUR 0.01", "EUR 0.01, 49.9, EUR 0.00",
            "EUR -0.02, 25, EUR -0.01", "EUR 0.10, 14, EUR 0.01", "EUR 1.00, 0, EUR 0.00", "JPY 105, 10, JPY 11",
            "EUR 99999999999999999.99, 19, EUR 19000000000000000.00" })
    void roundsTaxOnceHalfUp(String basis, BigDecimal rate, String tax) {
        assertThat(TaxSubtotal.of(TaxCategory.S, rate, Money.parse(basis), null).amount()).isEqualTo(Money.parse(tax));
    }

    @Test
    void refusesTaxThatIsOneCentOff() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TaxSubtotal(TaxCategory.S, new BigDecimal("19"),
                Money.parse("EUR 100.00"), Money.parse("EUR 19.01"), null))
                .withMessage("tax of 19 % on EUR 100.00 is not EUR 19.01");
    }
}
