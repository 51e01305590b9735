package org.billinggroups.rating;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * An amount shared in proportion to weights by the method of largest remainders: the shares add up to the amount
 * exactly, and none is further from its exact share than one unit of the last decimal.
 */
public final class SharedAmount {
    /** Decimals of a share, unless the amount itself has more. */
    private static final int SCALE = 12;

    private SharedAmount() {}

    /**
     * The shares, in the order of the weights. Equal remainders go to the earlier weight. If the weights add up to
     * zero, so must the amount, and all shares are zero.
     */
    public static List<BigDecimal> of(BigDecimal amount, List<BigDecimal> weights) {
        return of(amount, weights, Math.max(SCALE, amount.scale()));
    }

    /** The same with shares of so many decimals, at least those of the amount. */
    public static List<BigDecimal> of(BigDecimal amount, List<BigDecimal> weights, int scale) {
        var total = weights.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
        if (total.signum() == 0) {
            if (amount.signum() != 0) {
                throw new IllegalArgumentException(amount + " cannot be shared among weights that add up to zero");
            }
            return weights.stream().map(weight -> BigDecimal.ZERO).toList();
        }
        var unit = BigDecimal.ONE.movePointLeft(scale);
        List<BigDecimal> shares = new ArrayList<>();
        List<BigDecimal> remainders = new ArrayList<>();
        for (var weight : weights) {
            var exactTimesTotal = amount.multiply(weight);
            var share = exactTimesTotal.divide(total, scale, RoundingMode.FLOOR);
            shares.add(share);
            remainders
                    .add(exactTimesTotal.subtract(share.multiply(total)).multiply(BigDecimal.valueOf(total.signum())));
        }
        var missing = amount.subtract(shares.stream().reduce(BigDecimal.ZERO, BigDecimal::add));
        int units = missing.divide(unit, 0, RoundingMode.UNNECESSARY).intValueExact();
        IntStream.range(0, weights.size()).boxed()
                .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
                .limit(units)
                .forEach(index -> shares.set(index, shares.get(index).add(unit)));
        return shares;
    }
}
