package org.billinggroups.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.LocalDate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DaysTest {
    @Test
    void readsDaysOfTwoCenturiesAndWhatBanksPublishedBefore() {
        assertThat(Days.parse("1999-01-04")).isEqualTo(LocalDate.of(1999, 1, 4));
        assertThat(Days.parse("2199-12-31")).isEqualTo(LocalDate.of(2199, 12, 31));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2026-02-30", "31.10.2026", "0000-01-01", "1899-12-31", "2200-01-01",
            "+999999999-12-31", "-999999999-01-01" })
    void refusesWhatIsNoDayOrFarAway(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> Days.parse(text))
                .withMessage("expected a date such as 2026-10-31, of the years 1900 to 2199");
    }
}
