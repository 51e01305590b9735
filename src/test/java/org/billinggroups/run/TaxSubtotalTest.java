package org.billinggroups.run;

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

    /** The tax subtotals of the example invoices that CEN/TC 434 publishes with EN 16931 (UBL syntax). */
    @ParameterizedTest
    @CsvSource({ "example 1, S, EUR 183.23, 6, EUR 10.99", "example 1, S, EUR 46.37, 21, EUR 9.74",
            "example 2, S, NOK 1460.50, 25, NOK 365.13", "example 2, S, NOK 1.00, 15, NOK 0.15",
            "example 2, E, NOK -25.00, 0, NOK 0.00", "example 3, S, DKK 900.00, 25, DKK 225.00",
            "example 3, S, DKK 800.00, 10, DKK 80.00", "example 4, S, DKK 1500.00, 25, DKK 375.00",
            "example 4, S, DKK 2500.00, 12, DKK 300.00", "example 7, O, SEK 3200.00, 0, SEK 0.00",
            "example 8, S, EUR 908.91, 21, EUR 190.87", "example 9, S, EUR 147.00, 21, EUR 30.87",
            "discount and price, S, EUR 12.12, 25, EUR 3.03", "credit note 1, E, EUR 100.11, 0, EUR 0.00" })
    void agreesWithTheExampleInvoicesOfEn16931(String example, TaxCategory category, String basis, BigDecimal rate,
            String tax) {
        var reason = category == TaxCategory.S ? null : "reason";
        assertThat(TaxSubtotal.of(category, rate, Money.parse(basis), reason).amount()).as(example)
                .isEqualTo(Money.parse(tax));
    }

    @Test
    void knowsAPartOfARoundedTax() {
        var part = new TaxSubtotal(TaxCategory.S, new BigDecimal("19"), Money.parse("EUR 100.00"),
                Money.parse("EUR 19.01"), null);
        assertThat(part.isExact()).isFalse();
        assertThat(TaxSubtotal.of(TaxCategory.S, new BigDecimal("19"), Money.parse("EUR 100.00"), null).isExact())
                .isTrue();
    }

    @Test
    void refusesTaxThatIsMoreThanACentOff() {
        assertThatIllegalArgumentException().isThrownBy(() -> new TaxSubtotal(TaxCategory.S, new BigDecimal("19"),
                Money.parse("EUR 100.00"), Money.parse("EUR 19.02"), null))
                .withMessage("tax of 19 % on EUR 100.00 is not EUR 19.02");
    }
}
