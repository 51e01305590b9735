package org.billinggroups.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Map;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What the group's projects cost on its invoice of the period before, to compare with.
 *
 * @param before net amounts by project, the empty id for what belongs to none; empty if there was no invoice
 */
record Comparison(Map<String, BigDecimal> before) {
    private static final BigDecimal HUNDRED = new BigDecimal("100");
    private static final BigDecimal MOST = new BigDecimal("999");

    Comparison {
        before = Map.copyOf(before);
    }

    static Comparison none() {
        return new Comparison(Map.of());
    }

    boolean isPossible() {
        return !before.isEmpty();
    }

    /**
     * Such as {@code +12%}: rounded HALF_UP; {@code > +999%} from there on; empty where percents say nothing, because
     * of signs or zeros.
     */
    String change(@Nullable String project, Money now, Wording words) {
        var then = before.get(project == null ? "" : project);
        return then == null ? words.of("new") : change(then, now, words);
    }

    /** The change of the whole invoice. */
    String change(Money now, Wording words) {
        return change(before.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add), now, words);
    }

    private static String change(BigDecimal then, Money now, Wording words) {
        if (then.signum() <= 0 || now.isNegative()) {
            return "";
        }
        var percent = now.getAmount().subtract(then).multiply(HUNDRED).divide(then, 0, RoundingMode.HALF_UP);
        return (percent.compareTo(MOST) > 0 ? "> +" : percent.signum() > 0 ? "+" : "")
                + words.figures().percent(percent.min(MOST));
    }
}
