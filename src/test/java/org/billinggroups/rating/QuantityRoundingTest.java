package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Random;
import org.billinggroups.rating.QuantityRounding.Scope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuantityRoundingTest {
    @ParameterizedTest
    @CsvSource({
            "20.5, 1, 21",
            "0.666666666667, 1, 1", // forty minutes are a started hour
            "-0.2, 1, -1",
            "-1, 1, -1",
            "0, 1, 0",
            "1, 1, 1",
            "1.000000000001, 1, 2",
            "0.26, 0.25, 0.50",
            "0.25, 0.25, 0.25",
            "101, 100, 200" })
    void roundsUpToStepAwayFromZero(BigDecimal quantity, BigDecimal step, BigDecimal rounded) {
        assertThat(QuantityRounding.roundUp(quantity, step)).isEqualByComparingTo(rounded);
    }

    @Test
    void isMultipleOfStepLessThanOneStepAway() {
        var random = new Random(5);
        for (int i = 0; i < 1_000; i++) {
            var quantity = BigDecimal.valueOf(random.nextLong(-1_000_000_000, 1_000_000_000), random.nextInt(13));
            var step = BigDecimal.valueOf(1 + random.nextLong(1_000), random.nextInt(4));
            var rounded = QuantityRounding.roundUp(quantity, step);
            assertThat(rounded.remainder(step)).isZero();
            assertThat(rounded.abs().subtract(quantity.abs())).isNotNegative().isLessThan(step);
            assertThat(QuantityRounding.roundUp(rounded, step)).isEqualByComparingTo(rounded);
        }
    }

    @ParameterizedTest
    @CsvSource({ "NONE, , 20.5", "INTERVAL, 1, 20.5", "LINE, 1, 21" })
    void roundsSumOfLineOnlyIfToldSo(Scope scope, BigDecimal step, BigDecimal billed) {
        assertThat(new QuantityRounding(scope, step).ofLine(new BigDecimal("20.5"))).isEqualByComparingTo(billed);
    }

    @ParameterizedTest
    @CsvSource({ "NONE, 1", "LINE, ", "INTERVAL, 0", "LINE, -1" })
    void refusesStepOutOfPlace(Scope scope, BigDecimal step) {
        assertThatIllegalArgumentException().isThrownBy(() -> new QuantityRounding(scope, step));
    }
}
