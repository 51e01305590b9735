package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class SharedAmountTest {
    private static final BigDecimal UNIT = new BigDecimal("0.000000000001");

    private static List<BigDecimal> decimals(String... texts) {
        return Stream.of(texts).map(BigDecimal::new).toList();
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Test
    void givesMissingUnitToLargestRemainder() {
        assertThat(SharedAmount.of(BigDecimal.TEN, decimals("1", "1", "1")))
                .containsExactlyElementsOf(decimals("3.333333333334", "3.333333333333", "3.333333333333"));
        assertThat(SharedAmount.of(BigDecimal.ONE, decimals("1", "2", "3")).getFirst())
                .isEqualByComparingTo("0.166666666667");
    }

    @Test
    void sharesNothingAmongWeightsThatAddUpToZero() {
        assertThat(SharedAmount.of(BigDecimal.ZERO, decimals("5", "-5", "0"))).allMatch(share -> share.signum() == 0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SharedAmount.of(BigDecimal.ONE, decimals("5", "-5")));
    }

    @Test
    void givesAllToOnlyWeight() {
        assertThat(SharedAmount.of(new BigDecimal("12.34"), decimals("0.5")).getFirst()).isEqualByComparingTo("12.34");
    }

    @Test
    void keepsMoreDecimalsThanTwelveIfAmountHasThem() {
        var amount = new BigDecimal("0.0000000000000000001");
        assertThat(sum(SharedAmount.of(amount, decimals("1", "1", "1")))).isEqualByComparingTo(amount);
    }

    @RepeatedTest(300)
    void addsUpExactlyAndEachShareIsWithinOneUnit(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        var amount = BigDecimal.valueOf(random.nextLong(-1_000_000_000_000L, 1_000_000_000_000L), random.nextInt(10));
        var weights = weights(random, random.nextInt(10) == 0);
        var total = sum(weights);
        if (total.signum() == 0) {
            return;
        }
        var shares = SharedAmount.of(amount, weights);
        assertThat(shares).hasSameSizeAs(weights);
        assertThat(sum(shares)).isEqualByComparingTo(amount);
        for (int i = 0; i < shares.size(); i++) {
            var exact = amount.multiply(weights.get(i)).divide(total, 30, RoundingMode.HALF_EVEN);
            assertThat(shares.get(i).subtract(exact).abs()).isLessThanOrEqualTo(UNIT);
        }
    }

    @RepeatedTest(100)
    void permutationOfWeightsOnlyPermutesShares(RepetitionInfo repetition) {
        var random = new Random(1_000 + repetition.getCurrentRepetition());
        var amount = BigDecimal.valueOf(random.nextLong(1, 1_000_000_000_000L), 5);
        var weights = weights(random, false);
        if (hasEqualRemainders(amount, weights)) {
            return;
        }
        var order = new ArrayList<>(IntStream.range(0, weights.size()).boxed().toList());
        Collections.shuffle(order, random);
        var shares = SharedAmount.of(amount, weights);
        assertThat(SharedAmount.of(amount, order.stream().map(weights::get).toList()))
                .containsExactlyElementsOf(order.stream().map(shares::get).toList());
    }

    private static List<BigDecimal> weights(Random random, boolean mixedSigns) {
        return IntStream.range(0, 1 + random.nextInt(12))
                .mapToObj(i -> BigDecimal.valueOf(random.nextLong(mixedSigns ? -1_000_000 : 0, 1_000_000),
                        random.nextInt(7)))
                .toList();
    }

    private static boolean hasEqualRemainders(BigDecimal amount, List<BigDecimal> weights) {
        var total = sum(weights);
        if (total.signum() == 0) {
            return true;
        }
        return weights.stream().map(weight -> {
            var exact = amount.multiply(weight);
            return exact.subtract(exact.divide(total, 12, RoundingMode.FLOOR).multiply(total)).stripTrailingZeros();
        }).distinct().count() < weights.size();
    }
}
