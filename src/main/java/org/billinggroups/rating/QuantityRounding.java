package org.billinggroups.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/**
 * Rounding of quantities up to a step, away from zero.
 *
 * @param scope what is rounded: nothing, each usage row, or the sum on the line
 * @param step such as 1 for started hours; null with {@link Scope#NONE}
 */
public record QuantityRounding(Scope scope, @Nullable BigDecimal step) {
    /** No rounding. */
    public static final QuantityRounding NONE = new QuantityRounding(Scope.NONE, null);

    /** What is rounded. */
    public enum Scope {
        /** Nothing. */
        NONE,
        /** Each usage row, before it is split or summed. */
        INTERVAL,
        /** The sum of the line. */
        LINE
    }

    /** Checks that there is a step exactly where it is needed. */
    public QuantityRounding {
        if ((scope == Scope.NONE) != (step == null) || step != null && step.signum() <= 0) {
            throw new IllegalArgumentException(scope + " rounding with step " + step);
        }
    }

    /** The quantity rounded up to a multiple of the step, away from zero; 20.5 with step 1 gives 21, -0.2 gives -1. */
    static BigDecimal roundUp(BigDecimal quantity, BigDecimal step) {
        return quantity.divide(step, 0, RoundingMode.UP).multiply(step);
    }

    /** The sum of a line as it is billed. */
    public BigDecimal ofLine(BigDecimal sum) {
        return scope == Scope.LINE && step != null ? roundUp(sum, step) : sum;
    }
}
