package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InputProblemTest {
    @Test
    void tellsFileLineColumnValueAndReason() {
        assertThat(new InputProblem("usage.csv", 12, "quantity", "1,5", "expected a decimal number"))
                .hasToString("usage.csv:12: quantity '1,5': expected a decimal number");
        assertThat(new InputProblem("usage.csv", 12, "", "", "expected 8 cells, found 7"))
                .hasToString("usage.csv:12: expected 8 cells, found 7");
        assertThat(InputProblem.ofFile("usage.csv", "is empty")).hasToString("usage.csv: is empty");
    }

    @Test
    void cutsLongValues() {
        assertThat(new InputProblem("f", 1, "c", "x".repeat(81), "r")).hasToString("f:1: c '" + "x".repeat(80)
                + "...': r");
        assertThat(new InputProblem("f", 1, "c", "x".repeat(80), "r")).hasToString("f:1: c '" + "x".repeat(80)
                + "': r");
    }

    @ParameterizedTest
    @ValueSource(
            strings = { "\u001b", "\n", "\u0000", "\u007f", "\u009b", "\u202e", "\u00a0", "\u200b", "\u2009", "\t" })
    void showsCharactersThatNobodySeesOrThatCommandTheTerminal(String character) {
        assertThat(new InputProblem("f", 1, "c", "a " + character + "[2Jb", "r"))
                .hasToString("f:1: c 'a <U+%04X>[2Jb': r".formatted((int) character.charAt(0)));
    }

    @Test
    void tellsAllProblemsOfInputEachOnItsLine() {
        var invalid = new InvalidInputException(
                List.of(InputProblem.ofFile("a", "is empty"), new InputProblem("b", 2, "", "", "is bad")));
        assertThat(invalid).hasMessage("a: is empty\nb:2: is bad");
        assertThat(invalid.problems()).hasSize(2);
    }
}
