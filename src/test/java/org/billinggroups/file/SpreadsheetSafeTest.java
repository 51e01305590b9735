package org.billinggroups.file;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Test {@link SpreadsheetSafe}. */
class SpreadsheetSafeTest {
    @ParameterizedTest
    @ValueSource(strings = { "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "  =1", " +1" })
    void defusesWhatASpreadsheetCouldRun(String text) {
        assertThat(SpreadsheetSafe.cell(text)).isEqualTo("'" + text);
    }

    @ParameterizedTest
    @ValueSource(strings = { "", " ", "plain", "a=b", "1-2", " x@y" })
    void leavesOtherTextsAlone(String text) {
        assertThat(SpreadsheetSafe.cell(text)).isEqualTo(text);
    }
}
