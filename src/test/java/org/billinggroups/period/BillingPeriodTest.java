package org.billinggroups.period;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BillingPeriodTest {
    @ParameterizedTest
    @CsvSource({
            "2026-10, 2026-10-01T00:00:00Z, 2026-11-01T00:00:00Z, 2026-10-31",
            "2026-12, 2026-12-01T00:00:00Z, 2027-01-01T00:00:00Z, 2026-12-31",
            "2026-02, 2026-02-01T00:00:00Z, 2026-03-01T00:00:00Z, 2026-02-28",
            "2028-02, 2028-02-01T00:00:00Z, 2028-03-01T00:00:00Z, 2028-02-29",
            "2000-02, 2000-02-01T00:00:00Z, 2000-03-01T00:00:00Z, 2000-02-29",
            "2100-02, 2100-02-01T00:00:00Z, 2100-03-01T00:00:00Z, 2100-02-28" })
    void isCalendarMonthInUtc(String text, Instant start, Instant end, LocalDate lastDay) {
        var period = BillingPeriod.parse(text);
        assertThat(period.start()).isEqualTo(start);
        assertThat(period.end()).isEqualTo(end);
        assertThat(period.lastDay()).isEqualTo(lastDay);
        assertThat(period.firstDay()).isEqualTo(text + "-01");
        assertThat(period).hasToString(text).isEqualTo(BillingPeriod.startingOn(period.firstDay()));
    }

    @ParameterizedTest
    @ValueSource(strings = { "", "2026", "2026-1", "2026-13", "2026-00", "2026-10-01", "10-2026", "2026/10", " 2026-10",
            "202610", "+2026-10", "-2026-10", "0001-01", "1969-12", "9999-01", "\u0662\u0660\u0662\u0666-10" })
    void refusesWhatIsNoMonth(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> BillingPeriod.parse(text))
                .withMessageContaining("expected a");
    }

    @ParameterizedTest
    @CsvSource({
            "2026-10-01T00:00:00Z, 2026-10",
            "2026-10-31T23:59:59.999999Z, 2026-10",
            "2026-11-01T00:00:00Z, 2026-11",
            "2026-09-30T23:59:59.999999999Z, 2026-09" })
    void containsItsStartAndNotItsEnd(Instant instant, String period) {
        assertThat(BillingPeriod.containing(instant)).hasToString(period);
    }

    @Test
    void everyInstantIsInExactlyOnePeriod() {
        var random = new Random(1);
        for (int i = 0; i < 2_000; i++) {
            var instant = Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000));
            var period = BillingPeriod.containing(instant);
            assertThat(instant).isAfterOrEqualTo(period.start()).isBefore(period.end());
            assertThat(period.next().start()).isEqualTo(period.end());
        }
    }

    @Test
    void hasEndedFromItsEndOn() {
        var period = BillingPeriod.parse("2026-10");
        assertThat(period.hasEndedAt(Instant.parse("2026-10-31T23:59:59.999999999Z"))).isFalse();
        assertThat(period.hasEndedAt(Instant.parse("2026-11-01T00:00:00Z"))).isTrue();
    }

    @Test
    void isOrderedByTime() {
        assertThat(Stream.of("2027-01", "2026-02", "2026-10", "2026-01").map(BillingPeriod::parse).sorted())
                .extracting(BillingPeriod::toString).containsExactly("2026-01", "2026-02", "2026-10", "2027-01");
    }
}
