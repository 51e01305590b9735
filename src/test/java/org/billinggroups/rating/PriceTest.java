package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.billinggroups.rating.PriceFixtures.blocks;
import static org.billinggroups.rating.PriceFixtures.price;
import static org.billinggroups.rating.PriceFixtures.simple;
import static org.billinggroups.rating.PriceFixtures.until;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class PriceTest {
    /** First five at 5, the next five at 4, the rest at 3. */
    private static final String TIERS = "5 5 0, 10 4 0, - 3 0";
    private static final String TIERS_WITH_FEES = "5 5 10, 10 4 20, - 3 30";

    @ParameterizedTest
    @CsvSource({
            "10, 0.05, 0.5",
            "2.5, 0.05, 0.125",
            "0.000000000001, 0.000000000001, 0.000000000000000000000001",
            "99999999999999999999, 99999999999999999999, 9999999999999999999800000000000000000001",
            "3, 0, 0" })
    void multipliesQuantityByUnitPrice(BigDecimal quantity, String unitPrice, BigDecimal amount) {
        assertThat(price(PriceModel.PER_UNIT, "- " + unitPrice).amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({
            "1, 5", "5, 25", "6, 29", "10, 45", "20, 75",
            "5.5, 27", "10.000000000001, 45.000000000003", "0.1, 0.5" })
    void pricesEachSliceByItsOwnTier(BigDecimal quantity, BigDecimal amount) {
        assertThat(price(PriceModel.GRADUATED, TIERS).amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({ "1, 15", "5, 35", "5.000000000001, 55.000000000004", "6, 59", "10, 75", "11, 108" })
    void addsFlatFeeOfEveryTierEntered(BigDecimal quantity, BigDecimal amount) {
        assertThat(price(PriceModel.GRADUATED, TIERS_WITH_FEES).amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({ "1, 5", "5, 25", "6, 24", "10, 40", "20, 60", "5.5, 22", "10.5, 31.5" })
    void pricesAllByTierReached(BigDecimal quantity, BigDecimal amount) {
        assertThat(price(PriceModel.VOLUME, TIERS).amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({ "1, 15", "5, 35", "6, 44", "10, 60", "11, 63" })
    void addsFlatFeeOfTierReachedOnly(BigDecimal quantity, BigDecimal amount) {
        assertThat(price(PriceModel.VOLUME, TIERS_WITH_FEES).amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @Test
    void isToldInShort() {
        assertThat(price(PriceModel.PER_UNIT, "- 0.050").text()).isEqualTo("0.05");
        assertThat(price(PriceModel.GRADUATED, TIERS_WITH_FEES).text())
                .isEqualTo("5 + 10 up to 5, then 4 + 20 up to 10, then 3 + 30");
        assertThat(price(PriceModel.STAIRSTEP, "5 0 10, 10 0 20").text()).isEqualTo("10 up to 5, then 20 up to 10");
        assertThat(blocks("5", "100", "10").text()).isEqualTo("5 for 100 after 10");
    }

    /** The tiers are the example of docs.stripe.com/subscriptions/pricing-models/tiered-pricing (fonts per month). */
    @ParameterizedTest
    @CsvSource({ "1, 7, 7", "5, 35, 35", "6, 39, 41.5", "20, 120, 127.5", "25, 150, 157.5" })
    void agreesWithPublishedExampleOfVolumeAndGraduatedTiers(BigDecimal fonts, BigDecimal volume,
            BigDecimal graduated) {
        assertThat(price(PriceModel.VOLUME, "5 7, 10 6.5, - 6").amountOf(fonts)).isEqualByComparingTo(volume);
        assertThat(price(PriceModel.GRADUATED, "5 7, 10 6.5, - 6").amountOf(fonts)).isEqualByComparingTo(graduated);
    }

    /** Lago's documentation of its charge models: API calls by volume, in packages after free ones, and graduated. */
    @Test
    void agreesWithPublishedExamplesOfApiCalls() {
        assertThat(price(PriceModel.VOLUME, "10000 0.0010 10, 50000 0.0008 10, 100000 0.0006 10, - 0.0004 10")
                .amountOf(new BigDecimal("65000"))).isEqualByComparingTo("49");
        assertThat(blocks("5", "100", "100").amountOf(new BigDecimal("201"))).isEqualByComparingTo("10");
        assertThat(price(PriceModel.PER_UNIT, "- 0.05").amountOf(new BigDecimal("1000"))).isEqualByComparingTo("50");
        // 100 at 1, 100 at 0.50, the rest at 0.10
        assertThat(price(PriceModel.GRADUATED, "100 1, 200 0.5, - 0.1").amountOf(new BigDecimal("250")))
                .isEqualByComparingTo("155");
    }

    /** Zuplo's documentation of tiered pricing: 15,000 units, each in its tier, or all in the highest. */
    @Test
    void agreesWithPublishedExampleOfFifteenThousandUnits() {
        var units = new BigDecimal("15000");
        assertThat(price(PriceModel.GRADUATED, "1000 0.10, 10000 0.05, - 0.01").amountOf(units))
                .isEqualByComparingTo("600");
        assertThat(price(PriceModel.VOLUME, "1000 0.10, 10000 0.05, - 0.01").amountOf(units))
                .isEqualByComparingTo("150");
    }

    /**
     * AWS's documentation of volume discounts under consolidated billing: 8 TB and 4 TB at 0.17 per GB up to 10 TB and
     * 0.13 beyond cost 2,007.04 together, and 2,088.96 each for itself.
     */
    @Test
    void agreesWithPublishedExampleOfPooledTiers() {
        var transfer = price(PriceModel.GRADUATED, "10240 0.17, - 0.13");
        var bob = new BigDecimal("8192");
        var susan = new BigDecimal("4096");
        var pooled = transfer.amountOf(bob.add(susan));
        assertThat(pooled).isEqualByComparingTo("2007.04");
        assertThat(transfer.amountOf(bob).add(transfer.amountOf(susan))).isEqualByComparingTo("2088.96");
        assertThat(SharedAmount.of(pooled, List.of(bob, susan)).stream().reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(pooled);
    }

    @Test
    void explainsEachAmountByPartsThatAddUpToIt() {
        var random = new Random(42);
        for (int i = 0; i < 1_000; i++) {
            var quantity = BigDecimal.valueOf(random.nextLong(-1_000_000, 30_000_000), 6);
            for (var price : List.of(price(PriceModel.PER_UNIT, "- 0.07 3"),
                    price(PriceModel.GRADUATED, TIERS_WITH_FEES),
                    price(PriceModel.VOLUME, TIERS_WITH_FEES))) {
                assertThat(
                        price.parts(quantity).stream().map(PricePart::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                        .isEqualByComparingTo(price.amountOf(quantity));
            }
        }
        assertThat(price(PriceModel.GRADUATED, TIERS_WITH_FEES).parts(new BigDecimal("7.5")))
                .extracting(PricePart::text).containsExactly("5 x 5 + 10", "2.5 x 4 + 20");
        assertThat(blocks("5", "100", "100").parts(new BigDecimal("201"))).extracting(PricePart::text)
                .containsExactly("2 blocks of 100 after 100 free units x 5");
    }

    @ParameterizedTest
    @CsvSource({ "0.5, 1.5", "1.5, 4.5", "1.500000000001, 4.500000000002", "2.25, 6" })
    void takesFractionalUpperEndsAsInclusive(BigDecimal quantity, BigDecimal amount) {
        assertThat(price(PriceModel.GRADUATED, "1.5 3 0, - 2 0").amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({
            "0.1, 0, 100, 7", "100, 0, 100, 7", "100.000000000001, 0, 100, 14", "250, 0, 100, 21",
            "50, 50, 100, 0", "50.1, 50, 100, 7", "150, 50, 100, 7", "151, 50, 100, 14",
            "1, 0, 0.25, 28", "1.01, 0, 0.25, 35" })
    void chargesStartedBlocksAfterFreeUnits(BigDecimal quantity, String free, String size, BigDecimal amount) {
        assertThat(blocks("7", size, free).amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @CsvSource({ "0.5, 10", "100, 10", "100.5, 18", "1000, 18", "1001, 50" })
    void chargesAmountOfStepReached(BigDecimal quantity, BigDecimal amount) {
        assertThat(price(PriceModel.STAIRSTEP, "100 0 10, 1000 0 18, - 0 50").amountOf(quantity))
                .isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @EnumSource(PriceModel.class)
    void chargesNothingForNoUsage(PriceModel model) {
        var price = model == PriceModel.PACKAGE ? blocks("7", "100", "0") : price(model, TIERS_WITH_FEES);
        assertThat(price.amountOf(BigDecimal.ZERO)).isZero();
        assertThat(price.amountOf(new BigDecimal("0.000"))).isZero();
    }

    @ParameterizedTest
    @CsvSource({ "PER_UNIT, -2, -10", "GRADUATED, -2, -10", "VOLUME, -2, -10", "GRADUATED, -100, -500",
            "VOLUME, -0.5, -2.5" })
    void creditsNegativeQuantityAtFirstTierWithoutFees(PriceModel model, BigDecimal quantity, BigDecimal amount) {
        assertThat(price(model, TIERS_WITH_FEES).amountOf(quantity)).isEqualByComparingTo(amount);
    }

    @Test
    void refusesNegativeQuantityOfBlocksAndSteps() {
        assertThatThrownBy(() -> blocks("7", "100", "0").amountOf(new BigDecimal("-1")))
                .isInstanceOf(NotPriceableException.class)
                .hasMessage("the negative quantity -1 of sku has no price in the model package");
        assertThatThrownBy(() -> price(PriceModel.STAIRSTEP, "- 0 10").amountOf(new BigDecimal("-0.5")))
                .isInstanceOf(NotPriceableException.class).hasMessageContaining("stairstep");
    }

    @ParameterizedTest
    @EnumSource(value = PriceModel.class, names = { "GRADUATED", "VOLUME", "STAIRSTEP" })
    void refusesQuantityBeyondBoundedLastTier(PriceModel model) {
        var price = price(model, "5 5 1, 10.5 4 2");
        assertThat(price.amountOf(new BigDecimal("10.5"))).isPositive();
        assertThatThrownBy(() -> price.amountOf(new BigDecimal("10.500000000001")))
                .isInstanceOf(NotPriceableException.class)
                .hasMessage("quantity 10.500000000001 of sku is beyond the last tier, which ends at 10.5");
    }

    @Test
    void graduatedAmountNeverFallsAsQuantityGrows() {
        var random = new Random(20261001);
        var price = price(PriceModel.GRADUATED, "7.5 3 1, 20 2.25 0, 100 0 5, - 0.125 0");
        for (int i = 0; i < 2_000; i++) {
            var less = BigDecimal.valueOf(random.nextLong(200_000_000), 6);
            var more = less.add(BigDecimal.valueOf(random.nextLong(1_000_000), 6));
            assertThat(price.amountOf(more)).isGreaterThanOrEqualTo(price.amountOf(less));
        }
    }

    @Test
    void perUnitIsGraduatedAndVolumeWithOneTier() {
        var random = new Random(7);
        for (int i = 0; i < 500; i++) {
            var unitPrice = BigDecimal.valueOf(random.nextLong(1_000_000), 8).toPlainString();
            var quantity = BigDecimal.valueOf(random.nextLong(-1_000_000_000, 1_000_000_000), 4);
            var amount = price(PriceModel.PER_UNIT, "- " + unitPrice).amountOf(quantity);
            assertThat(price(PriceModel.GRADUATED, "- " + unitPrice).amountOf(quantity)).isEqualByComparingTo(amount);
            assertThat(price(PriceModel.VOLUME, "- " + unitPrice).amountOf(quantity)).isEqualByComparingTo(amount);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "0 1, - 1", "10 1, 5 1", "5 1, 5 1", "- 1, 5 1", "-1 1, - 1" })
    void refusesTiersOutOfOrder(String tiers) {
        assertThatIllegalArgumentException().isThrownBy(() -> price(PriceModel.GRADUATED, tiers))
                .withMessageContaining("out of order");
    }

    @Test
    void refusesPackageWithoutSize() {
        assertThatIllegalArgumentException().isThrownBy(() -> price(PriceModel.PACKAGE, "- 1"));
    }

    @ParameterizedTest
    @CsvSource({ "2026-10-14T23:59:59.999999Z, false", "2026-10-15T00:00:00Z, true", "2026-11-30T23:59:59Z, true",
            "2026-12-01T00:00:00Z, false" })
    void holdsFromMidnightUtcUntilMidnightUtc(Instant at, boolean holds) {
        assertThat(until("2026-12-01", simple(1, "vm", "EUR", "2026-10-15")).holdsAt(at)).isEqualTo(holds);
    }

    @Test
    void refusesToEndBeforeItBegins() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> until("2026-10-15", simple(1, "vm", "EUR", "2026-10-15")))
                .withMessageContaining("ends before it begins");
    }
}
