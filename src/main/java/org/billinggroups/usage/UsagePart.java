package org.billinggroups.usage;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * The part of a usage record that lies in one billing period.
 *
 * @param part 0 for the part that starts the record, then 1, 2, ...
 */
record UsagePart(BillingPeriod period, int part, BigDecimal quantity, @Nullable BigDecimal amount, Instant startedAt,
        Instant endedAt) {
    /** Decimals that shares keep. */
    static final int SCALE = 12;

    /**
     * Splits a record at the boundaries of billing periods, in proportion to time. What has passed up to the end of a
     * part is the whole x time passed / whole time, rounded down to {@value #SCALE} decimals; a part is the difference
     * to the part before. So parts add up to the whole exactly, and the last takes the remainder.
     */
    static List<UsagePart> of(UsageRecord whole) {
        var period = whole.period();
        if (whole.billedIn() != null || !whole.endedAt().isAfter(period.end())) {
            return List
                    .of(new UsagePart(period, 0, whole.quantity(), whole.amount(), whole.startedAt(), whole.endedAt()));
        }
        List<UsagePart> parts = new ArrayList<>();
        var quantityBefore = BigDecimal.ZERO;
        var amountBefore = BigDecimal.ZERO;
        var start = whole.startedAt();
        while (start.isBefore(whole.endedAt())) {
            var end = period.end().isBefore(whole.endedAt()) ? period.end() : whole.endedAt();
            var quantity = upTo(end, whole, whole.quantity());
            var amount = whole.amount() == null ? null : upTo(end, whole, whole.amount());
            parts.add(new UsagePart(period, parts.size(), quantity.subtract(quantityBefore),
                    amount == null ? null : amount.subtract(amountBefore), start, end));
            quantityBefore = quantity;
            amountBefore = amount == null ? amountBefore : amount;
            start = end;
            period = period.next();
        }
        return parts;
    }

    /** The share of a value that has passed at an instant. */
    private static BigDecimal upTo(Instant end, UsageRecord whole, BigDecimal value) {
        if (end.equals(whole.endedAt())) {
            return value;
        }
        return value.multiply(micros(whole.startedAt(), end))
                .divide(micros(whole.startedAt(), whole.endedAt()), SCALE, RoundingMode.DOWN);
    }

    private static BigDecimal micros(Instant from, Instant to) {
        return BigDecimal.valueOf(Duration.between(from, to).toNanos() / 1000);
    }
}
