package org.billinggroups.document;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Test {@link Glyphs}. */
class GlyphsTest {
    @ParameterizedTest
    @ValueSource(strings = { "Åbo Ærø Łódź", "Ελλάδα", "Київ", "e\u0301", "10 €", "a\u00A0b", "株式会社", "カタカナ", "中文",
            "CO₂", "x⁻¹", "₹ ₺ ₽ ₴ ₿ ₩", "✔ ✓ ✗ ★ ☎ → ⇒ ≈ ≤ ⅓ ℃ №", "Łódź Čapek", "Tiếng Việt" })
    void showsEuropeanAndEastAsianScriptsAndSymbols(String text) {
        assertThat(Glyphs.missing(text)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "\u0E01", "😀", "\u05D0", "\u0627", "\u202E", "\u200B", "\n", "\u0000", "\uD800", "\uE000" })
    void findsWhatCannotBeShown(String text) {
        assertThat(Glyphs.missing("a" + text)).containsExactly(text.codePointAt(0));
    }

    @ParameterizedTest
    @CsvSource({ "a😀😀b, a□□b", "é, é", "אב, □□", "plain, plain" })
    void substitutesWhatCannotBeShown(String text, String shown) {
        assertThat(Glyphs.printable(text)).isEqualTo(shown);
        assertThat(Glyphs.canShow(shown)).isTrue();
    }
}
