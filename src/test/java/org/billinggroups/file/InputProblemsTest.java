package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class InputProblemsTest {
    private final InputProblems problems = new InputProblems();

    private void add(int times, String column, String reason) {
        for (int i = 0; i < times; i++) {
            problems.add(new InputProblem("usage.csv", problems.count() + 2, column, "x", reason.formatted(i)));
        }
    }

    @Test
    void tellsTheFirstTwentyAndCountsTheOthersByKind() {
        add(20, "quantity", "expected a decimal number such as 12.5");
        add(30_000, "quantity", "expected a decimal number such as 12.5");
        add(19_980, "project", "is missing");
        assertThat(problems.lines()).hasSize(23)
                .startsWith("usage.csv:2: quantity 'x': expected a decimal number such as 12.5")
                .endsWith("and 49,980 more:", "  30,000 × quantity: expected a decimal number such as 12.5",
                        "  19,980 × project: is missing");
        assertThat(problems.first()).hasSize(20);
        assertThatThrownBy(problems::requireNone).isInstanceOf(InvalidInputException.class)
                .hasMessage(problems.toString());
    }

    @Test
    void takesForOneKindWhatDiffersInItsDetailsOnly() {
        add(20, "", "first");
        add(5, "sku", "expected at most 255 characters, found %d");
        add(4, "ended_at", "expected a time not before started_at 2026-10-%dT00:00:00Z");
        add(3, "unit", "expected 'hour%d' as in line 7, which starts this price");
        add(2, "", "expected 8 cells, found %d");
        problems.add(new InputProblem("a.yaml", 1, "colour", "", "unknown key: expected one of id, name"));
        problems.add(new InputProblem("a.yaml", 2, "size", "", "unknown key: expected one of id, name"));
        assertThat(problems.lines()).endsWith("and 16 more:", "  5 × sku: expected at most 255 characters",
                "  4 × ended_at: expected a time not before started_at",
                "  3 × unit: expected … as in line …, which starts this price", "  2 × expected 8 cells",
                "  2 × unknown key: expected one of id, name");
    }

    @Test
    void staysSmallHoweverManyKindsThereAre() {
        add(1_000_000, "column", "kind %d");
        assertThat(problems.lines()).hasSize(20 + 1 + 20 + 1).endsWith("  999,960 × other problems");
        assertThat(problems.count()).isEqualTo(1_000_000);
    }

    @Test
    void refusesNothingIfThereIsNone() {
        assertThat(problems.isEmpty()).isTrue();
        assertThatNoException().isThrownBy(problems::requireNone);
    }
}
