package org.billinggroups.invoice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class InvoiceNumberFormatTest {
    @ParameterizedTest
    @CsvSource({
            "INV-{year}-{number:6}, INV-2026-, 6, ''",
            "INV-{year}-{number}, INV-2026-, 1, ''",
            "{number:4}/{year}, '', 4, /2026",
            "{year}{number:9}{year}, 2026, 9, 2026",
            "A.{number:1}, A., 1, ''" })
    void knowsWhatStandsAroundTheNumber(String pattern, String prefix, int digits, String suffix) {
        assertThat(InvoiceNumberFormat.of(pattern, 2026)).isEqualTo(new InvoiceNumberFormat(prefix, digits, suffix));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "INV-{year}", "INV-{number:0}", "INV-{number:10}", "INV-{number:}", "INV-{Number}" })
    void refusesPatternWithoutNumber(String pattern) {
        assertThatIllegalArgumentException().isThrownBy(() -> InvoiceNumberFormat.of(pattern, 2026))
                .withMessageContaining("has no {number}");
    }
}
