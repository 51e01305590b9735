package org.billinggroups.database;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * The digits of a decimal as PostgreSQL keeps those of a {@code numeric}: to the base of 10,000, the decimal point
 * between two of them, without zeros at either end (src/backend/utils/adt/numeric.c): as it gives them back. Made
 * again by each {@link #set}, without sign.
 */
final class NumericDigits {
    private static final int BASE = 10_000;
    private static final int DECIMALS = 4;
    /** Decimals of a number that is a long, and stays one when its point is moved between two digits. */
    private static final int PRECISION_OF_LONG = 15;
    private static final int[] POWERS = { 1, 10, 100, 1000 };

    /** From the last to the first. */
    private short[] digits = new short[8];
    private int count;
    private int zerosAtEnd;
    private int weight;

    void set(BigDecimal value) {
        int scale = Math.max(value.scale(), 0);
        int behindPoint = (scale + DECIMALS - 1) / DECIMALS;
        count = 0;
        zerosAtEnd = 0;
        if (value.scale() >= 0 && value.precision() <= PRECISION_OF_LONG) {
            // Other than its unscaled value, what is moved by its scale needs no BigInteger.
            long unscaled = value.scaleByPowerOfTen(value.scale()).longValue();
            split(Math.abs(unscaled) * POWERS[behindPoint * DECIMALS - scale]);
        } else {
            split(value.abs().setScale(behindPoint * DECIMALS).unscaledValue());
        }
        weight = count + zerosAtEnd - behindPoint - 1;
    }

    /** How many there are; none for zero. */
    int count() {
        return count;
    }

    /** The power of 10,000 that the first one counts. */
    int weight() {
        return count == 0 ? 0 : weight;
    }

    /** The digit at a place, the first of which is 0. */
    short get(int place) {
        return digits[count - 1 - place];
    }

    private void split(long number) {
        for (long left = number; left > 0; left /= BASE) {
            add((short) (left % BASE));
        }
    }

    private void split(BigInteger number) {
        var base = BigInteger.valueOf(BASE);
        for (var left = number; left.signum() > 0;) {
            var divided = left.divideAndRemainder(base);
            add(divided[1].shortValue());
            left = divided[0];
        }
    }

    private void add(short digit) {
        if (digit == 0 && count == 0) {
            zerosAtEnd++;
            return;
        }
        if (count == digits.length) {
            digits = Arrays.copyOf(digits, 2 * count);
        }
        digits[count++] = digit;
    }
}
