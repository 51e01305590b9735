package org.billinggroups.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Numbers as reports show them. */
public final class Numbers {
    private static final int GROUP = 3;
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    private Numbers() {}

    /** {@code 1,234.50}, with the decimals that it has. */
    public static String grouped(BigDecimal number) {
        var plain = number.toPlainString();
        int point = plain.indexOf('.');
        int start = plain.startsWith("-") ? 1 : 0;
        var grouped = new StringBuilder(plain);
        for (int i = (point < 0 ? plain.length() : point) - GROUP; i > start; i -= GROUP) {
            grouped.insert(i, ',');
        }
        return grouped.toString();
    }

    /** {@code +12.5%}, rounded HALF_UP; {@code new} where there was nothing; empty where percents say nothing. */
    static String change(@Nullable BigDecimal before, BigDecimal now) {
        if (before == null || before.signum() == 0) {
            return "new";
        }
        if (before.signum() < 0 || now.signum() < 0) {
            return "";
        }
        var percent = now.subtract(before).multiply(HUNDRED).divide(before, 1, RoundingMode.HALF_UP);
        return (percent.signum() > 0 ? "+" : "") + grouped(percent) + "%";
    }
}
