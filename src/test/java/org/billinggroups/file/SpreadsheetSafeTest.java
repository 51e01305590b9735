package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpreadsheetSafeTest {
    @ParameterizedTest
    @ValueSource(strings = { "=1+1", "+49 30 1234", "-5", "@SUM(A1)", "=cmd|' /C calc'!A0", "\t=1", "\r=1", "\n=1",
            "  =1", " \t x", "\u2003=1", "=" })
    void putsApostropheBeforeWhatSpreadsheetsWouldRun(String text) {
        assertThat(SpreadsheetSafe.cell(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "Acme", "  Acme", "a=b", "1-2", "'=1", "M\u00fcller & S\u00f6hne", "   ", "(=1)" })
    void leavesOtherTextAsItIs(String text) {
        assertThat(SpreadsheetSafe.cell(text)).isEqualTo(text);
    }
}
