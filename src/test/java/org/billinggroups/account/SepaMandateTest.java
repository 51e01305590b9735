package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.billinggroups.account.SepaMandate.Scheme;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SepaMandateTest {
    /** The first is the example of the German central bank; the others have the same business code in another place. */
    @ParameterizedTest
    @CsvSource({ "DE98ZZZ09999999999, DE98ZZZ09999999999", "DE98ABC09999999999, DE98ABC09999999999",
            "de98 zzz0 9999 9999 99, DE98ZZZ09999999999", "AT61ZZZ01234567890, AT61ZZZ01234567890" })
    void takesCreditorIdsWhateverTheirBusinessCode(String text, String kept) {
        assertThat(FieldRules.creditorId(text)).isEqualTo(kept);
    }

    @ParameterizedTest
    @ValueSource(strings = { "DE99ZZZ09999999999", "DE98ZZZ09999999998", "DE98ZZZ", "98DEZZZ09999999999", "DE98",
            "DE98ZZZ0999999999/", "" })
    void refusesCreditorIdsWithWrongFormOrCheckDigits(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> FieldRules.creditorId(text))
                .withMessageContaining("creditor identifier");
    }

    @Test
    void isFrozenWithoutLoss() {
        var mandate = new SepaMandate("M-1", LocalDate.parse("2026-01-31"), "FI2112345600000785", null, Scheme.B2B);
        var frozen = FrozenJson.write(mandate);
        assertThat(frozen).isEqualTo("{\"id\":\"M-1\",\"signed_on\":\"2026-01-31\",\"iban\":\"FI2112345600000785\","
                + "\"bic\":null,\"scheme\":\"b2b\"}");
        assertThat(FrozenJson.read(frozen, SepaMandate.class)).isEqualTo(mandate);
        assertThat(mandate.lastDigits()).isEqualTo("0785");
    }
}
