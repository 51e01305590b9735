package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTextTest {
    private static final List<String> UNPRINTABLE = HostileTexts.UNPRINTABLE;

    @ParameterizedTest
    @ValueSource(
            strings = { "", "M\u00fcller", "\u682a\u5f0f\u3000\u4f1a\u793e", "\ud83d\ude80", "a\u00a0b", "e\u0301" })
    void keepsWhatPeopleRead(String text) {
        assertThat(PrintableText.require(text, 9)).isEqualTo(text);
        assertThat(CellText.line(text)).isEqualTo(text);
    }

    @ParameterizedTest
    @FieldSource("UNPRINTABLE")
    void refusesWhatNobodyReadsAndNamesIt(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> PrintableText.require(text, 99))
                .withMessage("expected printable characters only, found U+%04X at position 2", text.codePointAt(1));
    }

    @ParameterizedTest
    @FieldSource("UNPRINTABLE")
    void showsThatEscaped(String text) {
        assertThat(CellText.line(text)).startsWith("a<U+%04X>".formatted(text.codePointAt(1)))
                .matches(HostileTexts::isHarmless);
        assertThat(CellText.visible(text)).isEqualTo(CellText.line(text));
        assertThat(CellText.lines(text + "\n")).isEqualTo(CellText.line(text) + "\n");
        assertThat(PrintableText.inOneLine(text)).startsWith("a ").endsWith("b").matches(HostileTexts::isHarmless);
    }

    @Test
    void cutsBetweenCharacters() {
        assertThat(PrintableText.shortened("abcd", 4)).isEqualTo("abcd");
        assertThat(PrintableText.shortened("abcde", 4)).isEqualTo("abc\u2026");
        assertThat(PrintableText.shortened("ab\ud83d\ude80e", 4)).isEqualTo("ab\u2026");
        assertThat(CellText.shown("x".repeat(79) + "\ud83d\ude80")).isEqualTo("x".repeat(79) + "...");
    }
}
