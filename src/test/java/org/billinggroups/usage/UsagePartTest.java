package org.billinggroups.usage;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UsagePartTest {
    private static UsageRecord record(Instant start, Instant end, String quantity, String amount) {
        return new UsageRecord("u-1", "shop", "Compute", "vm", new BigDecimal(quantity), "hour", start, end,
                amount == null ? null : new BigDecimal(amount), amount == null ? null : CurrencyUnit.EUR, "usage",
                null, null);
    }

    @Test
    void splitsInProportionToTime() {
        var parts = UsagePart.of(record(Instant.parse("2026-10-31T22:00:00Z"), Instant.parse("2026-11-01T01:00:00Z"),
                "10", "1"));
        assertThat(parts).extracting(UsagePart::quantity)
                .containsExactly(new BigDecimal("6.666666666666"), new BigDecimal("3.333333333334"));
        assertThat(parts).extracting(UsagePart::amount)
                .containsExactly(new BigDecimal("0.666666666666"), new BigDecimal("0.333333333334"));
        assertThat(parts).extracting(UsagePart::part).containsExactly(0, 1);
        assertThat(parts.getFirst().endedAt()).isEqualTo(parts.getLast().startedAt())
                .isEqualTo(Instant.parse("2026-11-01T00:00:00Z"));
    }

    @ParameterizedTest
    @CsvSource({
            "2026-10-31T23:00:00Z, 2026-11-01T00:00:00Z, 2026-10",
            "2026-11-01T00:00:00Z, 2026-11-01T01:00:00Z, 2026-11",
            "2026-11-01T00:00:00Z, 2026-11-01T00:00:00Z, 2026-11",
            "2026-10-31T23:59:59.999999Z, 2026-10-31T23:59:59.999999Z, 2026-10",
            "2026-10-01T00:00:00Z, 2026-11-01T00:00:00Z, 2026-10" })
    void leavesWholeWhatNoBoundaryCrosses(Instant start, Instant end, String period) {
        assertThat(UsagePart.of(record(start, end, "1.5", null)))
                .containsExactly(
                        new UsagePart(BillingPeriod.parse(period), 0, new BigDecimal("1.5"), null, start, end));
    }

    @Test
    void splitsWholeYearByDays() {
        var parts = UsagePart.of(record(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2027-01-01T00:00:00Z"),
                "365", null));
        assertThat(parts).extracting(part -> part.quantity().intValueExact())
                .containsExactly(31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31);
    }

    @Test
    void splitsAtMicrosecondBeforeAndAfterBoundary() {
        var boundary = Instant.parse("2026-11-01T00:00:00Z");
        var parts = UsagePart.of(record(boundary.minus(1, ChronoUnit.MICROS), boundary.plus(1, ChronoUnit.MICROS),
                "0.000000000001", null));
        assertThat(parts).extracting(UsagePart::quantity).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(BigDecimal.ZERO, new BigDecimal("0.000000000001"));
    }

    @RepeatedTest(400)
    void partsAddUpExactlyAndNeverChangeSign(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var first = Instant.parse("2026-01-01T00:00:00Z").plus(random.nextLong(86_400_000_000L * 300),
                ChronoUnit.MICROS);
        var last = BillingPeriod.containing(first);
        int boundaries = 1 + random.nextInt(5);
        for (int i = 0; i < boundaries; i++) {
            last = last.next();
        }
        var whole = record(first, last.start().plus(1 + random.nextLong(86_400_000_000L * 28), ChronoUnit.MICROS),
                decimal(random), random.nextBoolean() ? decimal(random) : null);

        var parts = UsagePart.of(whole);

        assertThat(parts).hasSize(boundaries + 1);
        assertThat(sum(parts.stream().map(UsagePart::quantity).toList())).isEqualByComparingTo(whole.quantity());
        if (whole.amount() != null) {
            assertThat(sum(parts.stream().map(UsagePart::amount).toList())).isEqualByComparingTo(whole.amount());
        }
        assertThat(parts.getFirst().startedAt()).isEqualTo(whole.startedAt());
        assertThat(parts.getLast().endedAt()).isEqualTo(whole.endedAt());
        for (int i = 0; i < parts.size(); i++) {
            var part = parts.get(i);
            assertThat(part.part()).isEqualTo(i);
            assertThat(part.period()).isEqualTo(BillingPeriod.containing(part.startedAt()));
            assertThat(part.endedAt()).isBeforeOrEqualTo(part.period().end());
            assertThat(part.quantity().scale()).isLessThanOrEqualTo(UsagePart.SCALE);
            assertThat(part.quantity().signum() * whole.quantity().signum()).isNotNegative();
            assertThat(part.amount() == null).isEqualTo(whole.amount() == null);
            assertThat(i == 0 || parts.get(i - 1).endedAt().equals(part.startedAt())).isTrue();
        }
    }

    private static String decimal(Random random) {
        return BigDecimal.valueOf(random.nextLong(), random.nextInt(13)).toPlainString();
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }
}
