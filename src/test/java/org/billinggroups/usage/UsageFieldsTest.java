package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UsageFieldsTest {
    @ParameterizedTest
    @CsvSource({
            "0, 0", "-0, 0", "-0.000, 0", "0e400, 0", "1, 1", "-1, -1", "007, 7", "12.5, 12.5", "12.50, 12.50",
            "1.86E-8, 0.0000000186", "1e3, 1000", "1E+3, 1000", "-2.5e-1, -0.25",
            "99999999999999999999, 99999999999999999999",
            "99999999999999999999.999999999999, 99999999999999999999.999999999999",
            "0.000000000001, 0.000000000001", "1e-12, 0.000000000001", "1e19, 10000000000000000000",
            "1.0000000000000000, 1", ".5, 0.5", "-.25, -0.25", ".5e1, 5", "00000000000000000000000001, 1",
            "10e-13, 0.000000000001" })
    void readsDecimals(String text, BigDecimal value) {
        var read = UsageFields.decimal(text);
        assertThat(read).isEqualByComparingTo(value);
        assertThat(read.scale()).isBetween(0, 12);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", " 1", "1 ", "+5", "NaN", "Infinity", "-Infinity", "abc", "1,5", "1.000,00",
            ".", "-", "e", "e5", "-e5", "1e", "1e+", "1e-", "1.5.5", "1.", "-.", "..5", "1..5", "1e5.5", "1e5e5",
            "--1", "1-", "1-2", "0x10", "1_000", "1d", "1f", "\u0661\u0662", "\uff11", "1\u00a0000", "\u22125",
            "1e99999999999", "1\n" })
    void refusesWhatIsNoDecimal(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.decimal(text))
                .withMessageContaining("expected a decimal number");
    }

    @ParameterizedTest
    @CsvSource({
            "100000000000000000000, before", "1e20, before", "-1e20, before", "1e400, before", "1e2147483647, before",
            "0.0000000000001, after", "1e-13, after", "1e-400, after", "-1e-2147483647, after",
            "1.1234567890123, after" })
    void refusesMoreDigitsThanTwentyBeforeAndTwelveAfterThePoint(String text, String side) {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.decimal(text))
                .withMessageContaining("digits " + side + " the point");
    }

    @Test
    void refusesEndlessNumbers() {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.decimal("1".repeat(1_000_000)));
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.decimal("0." + "0".repeat(1_000_000)));
    }

    @Test
    void readsWhatPlainAndScientificNotationWrite() {
        var random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            var value = BigDecimal.valueOf(random.nextLong(), random.nextInt(13));
            if (value.precision() - value.scale() <= 20) {
                assertThat(UsageFields.decimal(value.toPlainString())).isEqualByComparingTo(value);
                assertThat(UsageFields.decimal(value.toString())).isEqualByComparingTo(value);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
            "2026-10-31T23:00:00Z, 2026-10-31T23:00:00Z",
            "2026-10-31T23:00Z, 2026-10-31T23:00:00Z",
            "2026-10-31T23:00:00+02:00, 2026-10-31T21:00:00Z",
            "2026-10-31T23:00:00-05:30, 2026-11-01T04:30:00Z",
            "2026-11-01T01:00:00+02:00, 2026-10-31T23:00:00Z",
            "2026-10-31T23:00:00.123456Z, 2026-10-31T23:00:00.123456Z",
            "2026-10-31T23:00:00.123456000Z, 2026-10-31T23:00:00.123456Z",
            "2000-01-01T00:00:00Z, 2000-01-01T00:00:00Z",
            "2199-12-31T23:59:59.999999Z, 2199-12-31T23:59:59.999999Z",
            "2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z" })
    void readsInstantsWithOffset(String text, Instant instant) {
        assertThat(UsageFields.instant(text)).isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2026-10-31", "2026-10-31T23:00:00", "2026-10-31 23:00:00Z", "2026-10-31T23:00:00 Z",
            "2026-10-31T24:00:00Z", "2026-10-31T23:60:00Z", "2016-12-31T23:59:60Z", "2026-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-10-31T23:00:00+25:00", "2026-10-31T23:00:00 Europe/Berlin",
            "2026-10-31T23:00:00+02:00[Europe/Berlin]", "0000-01-01T00:00:00Z", "+99999-01-01T00:00:00Z",
            "99999-01-01T00:00:00Z", "-2026-01-01T00:00:00Z", "1999-12-31T23:59:59Z", "2200-01-01T00:00:00Z",
            "2000-01-01T00:00:00+01:00", "2026-10-31T23:00:00.123456789Z", "2026-10-31T23:00:00.0000001Z",
            "1790000000", "2026-10-31T23:00:00\u0661Z" })
    void refusesWhatIsNoInstant(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.instant(text))
                .withMessageContaining("expected");
    }

    @ParameterizedTest
    @ValueSource(strings = { "a", "shop-prod", "Z\u00fcrich", "\u6771\u4eac", "\ud83d\ude80", " a ", "=1+1", "a\"b",
            "\u00e9", "e\u0301" })
    void keepsPrintableTextAsItIs(String text) {
        assertThat(UsageFields.text(text, 255)).isEqualTo(text);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
            "'a\tb' | U+0009 at position 2", "'a\nb' | U+000A", "'\u0000' | U+0000",
            "'ab\u007f' | U+007F at position 3",
            "'\u0085' | U+0085", "'\u200b' | U+200B", "'a\u202eb' | U+202E", "'\ufeffa' | U+FEFF", "'\u00ad' | U+00AD",
            "'\ue000' | U+E000", "'\u2028' | U+2028", "'\u2029' | U+2029", "'\uffff' | U+FFFF" })
    void refusesCharactersThatDoNotPrint(String text, String told) {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.text(text, 255))
                .withMessageContaining("expected printable characters only, found " + told);
    }

    /** A tag character, a musical format character and a character for private use, all outside the basic plane. */
    @ParameterizedTest
    @ValueSource(ints = { 0xE0041, 0x1D173, 0xF0000, 0x10FFFF })
    void refusesCharactersOfOtherPlanesThatDoNotPrint(int character) {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.text("a" + Character.toString(character), 9))
                .withMessage("expected printable characters only, found U+%04X at position 2".formatted(character));
    }

    @Test
    void refusesHalfOfPair() {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.text("a\ud83d", 9));
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.text("\ude80a", 9));
    }

    @Test
    void refusesMissingBlankAndLongText() {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.text("", 5)).withMessage("is missing");
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.text("   ", 5)).withMessage("is blank");
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.text("abcdef", 5))
                .withMessage("expected at most 5 characters, found 6");
        assertThat(UsageFields.text("abcde", 5)).isEqualTo("abcde");
    }

    @ParameterizedTest
    @ValueSource(strings = { "usage", "purchase", "credit", "adjustment", "tax" })
    void knowsCategories(String text) {
        assertThat(UsageFields.category(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "Usage", "fee", "usage " })
    void refusesUnknownCategories(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> UsageFields.category(text));
    }
}
