package org.billinggroups.account;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.billinggroups.file.RefusedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CreditorReferenceTest {
    @ParameterizedTest
    @ValueSource(strings = { "INV-{year}-{number:6}", "ABCDEFGHIJK-{year}/{number:6}", "ABCDEFGHIJKLMNOP{year}{number}",
            "{year}...............................{number:9}" })
    void hasRoomForTwentyOneLettersAndDigits(String series) {
        var text = series.replace('/', '.');
        assertThat(CreditorReference.checkSeries(text)).isEqualTo(text);
        assertThatCode(() -> CreditorReference.requireRoom(text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({ "ABCDEFGHIJKL-{year}-{number:6}, ABCDEFGHIJKL-2026-000000, 22",
            "ABCDEFGHIJKLMNOPQ{year}{number}, ABCDEFGHIJKLMNOPQ20260, 22",
            "{year}{year}{year}{year}{number:6}, 2026202620262026000000, 22" })
    void refusesSeriesOfMore(String series, String number, int length) {
        assertThatIllegalArgumentException().isThrownBy(() -> CreditorReference.checkSeries(series))
                .withMessage("expected numbers of at most 21 letters and digits, since payment references (ISO 11649) "
                        + "have no room for more, found " + length + " in '" + number
                        + "': shorten the text around the number");
        assertThatThrownBy(() -> CreditorReference.requireRoom(series)).isInstanceOf(RefusedException.class)
                .hasMessageContainingAll("'" + number + "'", series, "invoice_series", "--discard-drafts");
    }

    @ParameterizedTest
    @CsvSource({ "INV-{year}-{number:6}, INV{year}-{number:6}, true",
            "INV-{year}-{number:6}, inv-{year}.{number:6}, true",
            "A1-{year}{number}, A{year}-{number}, false", "INV-{year}-{number:6}, INV-{year}-{number:5}, false",
            "INV-{year}-{number:6}, INV-{year}-{number:6}, false", "{year}-{number}, {number}-{year}, false",
            "INV-{year}-{number:6}, INVOICE-{year}-{number:6}, false" })
    void tellsSeriesThatDifferInSeparatorsAlone(String series, String other, boolean areSame) {
        assertThat(CreditorReference.areSame(series, other)).isEqualTo(areSame);
    }
}
