package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static final Table TABLE = new Table(List.of("NUMBER", "STATE", "GROUP", "AMOUNT"),
            List.of(List.of("INV-1", "issued", "Research and development", "10.00"),
                    List.of("INV-2", "draft", "Sales", "1,234.00")),
            List.of("STATE"));

    @Test
    void isAsWideAsItsCells() {
        assertThat(TABLE.lines(Integer.MAX_VALUE)).containsExactly(
                "NUMBER  STATE   GROUP                     AMOUNT",
                "INV-1   issued  Research and development  10.00",
                "INV-2   draft   Sales                     1,234.00");
        assertThat(TABLE.lines(50)).isEqualTo(TABLE.lines(Integer.MAX_VALUE));
    }

    @Test
    void leavesOutFirstWhatMattersLeast() {
        assertThat(TABLE.lines(49)).containsExactly(
                "NUMBER  GROUP                     AMOUNT",
                "INV-1   Research and development  10.00",
                "INV-2   Sales                     1,234.00");
    }

    @Test
    void cutsTheWidestColumnThen() {
        assertThat(TABLE.lines(30)).containsExactly(
                "NUMBER  GROUP         AMOUNT",
                "INV-1   Research an…  10.00",
                "INV-2   Sales         1,234.00");
    }

    @Test
    void isNeverCutToNothing() {
        assertThat(TABLE.lines(5)).containsExactly(
                "NUMBER  GROUP     AMOUNT",
                "INV-1   Researc…  10.00",
                "INV-2   Sales     1,234.00");
    }
}
