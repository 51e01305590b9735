package org.billinggroups.wording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FiguresTest {
    @Test
    void leavesBracesInValuesAlone() {
        assertThat(Figures.filled("{0} of {1}", "{1}", "{0}")).isEqualTo("{1} of {0}");
    }
}
