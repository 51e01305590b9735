package org.billinggroups.collection;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TargetDaysTest {
    /** Good Friday and Easter Monday as the European Central Bank published them for these years. */
    @ParameterizedTest
    @CsvSource({ "2026-12-04, 2026-12-04", "2026-12-05, 2026-12-07", "2026-12-06, 2026-12-07",
            "2026-12-25, 2026-12-28", "2027-01-01, 2027-01-04", "2027-12-31, 2027-12-31", "2026-05-01, 2026-05-04",
            "2024-03-29, 2024-04-02", "2025-04-18, 2025-04-22", "2026-04-03, 2026-04-07", "2027-03-26, 2027-03-30",
            "2038-04-23, 2038-04-27", "2026-04-02, 2026-04-02" })
    void areThoseOnWhichBanksSettle(LocalDate day, LocalDate next) {
        assertThat(TargetDays.from(day)).isEqualTo(next);
        assertThat(TargetDays.contains(day)).isEqualTo(day.equals(next));
    }
}
