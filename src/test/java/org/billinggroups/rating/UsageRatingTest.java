package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.rating.PriceFixtures.pooled;
import static org.billinggroups.rating.PriceFixtures.price;
import static org.billinggroups.rating.PriceFixtures.simple;
import static org.billinggroups.rating.PriceFixtures.usage;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

class UsageRatingTest {
    private static final String DAY = "2026-10-02T00:00:00Z";
    private static final Price TIERED = price(PriceModel.GRADUATED, "5 5 10, 10 4 20, - 3 30");
    private static final Price POOLED = pooled(TIERED, TierScope.BILLING_GROUP, QuantityRounding.NONE);

    private static UsageRating.Result rate(List<Price> prices, UsageSum... usage) {
        return new UsageRating(new PriceList(prices)).rate(List.of(usage), new Customer(null, CurrencyUnit.EUR));
    }

    private static UsageSum priced(String project, String quantity, String amount, String currency) {
        return new UsageSum(project, "Compute", "sku", "hour", CurrencyUnit.of(currency), new BigDecimal(quantity),
                new BigDecimal(amount), "as invoiced by the provider", 1, Instant.parse(DAY), Instant.parse(DAY));
    }

    @Test
    void fillsTiersOfEachProjectByItself() {
        var rated = rate(List.of(TIERED), usage("a", "sku", "6", DAY), usage("b", "sku", "6", DAY)).rated();
        assertThat(rated).extracting(RatedUsage::amount).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("59"), new BigDecimal("59"));
    }

    @Test
    void fillsTiersOfGroupByPoolAndSharesAmountInProportion() {
        var rated = rate(List.of(POOLED), usage("a", "sku", "9", DAY), usage("b", "sku", "3", DAY)).rated();
        // 12 hours: 25 + 20 + 6 and all three fees
        assertThat(rated).extracting(RatedUsage::amount).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("83.25"), new BigDecimal("27.75"));
    }

    @RepeatedTest(50)
    void sharesOfPoolAddUpToPriceOfPool(RepetitionInfo repetition) {
        var random = new Random(repetition.getCurrentRepetition());
        List<UsageSum> usage = new ArrayList<>();
        var pool = BigDecimal.ZERO;
        for (int i = 0; i < 1 + random.nextInt(20); i++) {
            var quantity = BigDecimal.valueOf(random.nextLong(1, 10_000_000), random.nextInt(8));
            pool = pool.add(quantity);
            usage.add(usage("project-" + i, "sku", quantity.toPlainString(), DAY));
        }
        var result = rate(List.of(POOLED), usage.toArray(UsageSum[]::new));
        assertThat(result.problems()).isEmpty();
        assertThat(result.rated().stream().map(RatedUsage::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(TIERED.amountOf(pool));
    }

    @Test
    void poolsEachSkuOfWildcardByItself() {
        var wildcard = new Price(1, new PriceKey("s*", CurrencyUnit.EUR, null, PriceFixtures.START), null,
                PriceModel.GRADUATED, "hour", null, BigDecimal.ZERO, TierScope.BILLING_GROUP, QuantityRounding.NONE,
                "standard", TIERED.tiers());
        var rated = rate(List.of(wildcard), usage("a", "s1", "6", DAY), usage("b", "s2", "6", DAY)).rated();
        assertThat(rated).extracting(RatedUsage::amount).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("59"), new BigDecimal("59"));
    }

    @Test
    void makesLineForEachPriceInForceAndFillsTiersAfresh() {
        var later = new Price(2,
                new PriceKey("sku", CurrencyUnit.EUR, null, PriceFixtures.START.withMonth(10).withDayOfMonth(15)),
                null, PriceModel.GRADUATED, "hour", null, BigDecimal.ZERO, TierScope.PROJECT, QuantityRounding.NONE,
                "standard", TIERED.tiers());
        var rated = rate(List.of(TIERED, later), usage("a", "sku", "4", "2026-10-15T00:00:00Z"),
                usage("a", "sku", "6", DAY)).rated();
        assertThat(rated).extracting(line -> line.price().id()).containsExactly(1L, 2L);
        assertThat(rated).extracting(RatedUsage::amount).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("59"), new BigDecimal("30"));
    }

    @Test
    void joinsUsageOfOnePriceToOneLine() {
        var rated = rate(List.of(TIERED), usage("a", "sku", "4", DAY), usage("a", "sku", "2", "2026-10-09T00:00:00Z"))
                .rated();
        assertThat(rated).singleElement().satisfies(line -> {
            assertThat(line.quantity()).isEqualByComparingTo("6");
            assertThat(line.amount()).isEqualByComparingTo("59");
            assertThat(line.usage().records()).isEqualTo(2);
            assertThat(line.usage().startedAt()).isEqualTo(Instant.parse(DAY));
            assertThat(line.usage().endedAt()).isEqualTo(Instant.parse("2026-10-09T01:00:00Z"));
        });
    }

    @Test
    void tellsMissingPriceAndWrongUnitTogether() {
        var usage = new UsageSum("b", "Compute", "sku", "GB", null, BigDecimal.ONE, BigDecimal.ZERO, null, 1,
                Instant.parse(DAY), Instant.parse(DAY));
        var result = rate(List.of(TIERED), usage("a", "unknown", "1", DAY), usage);
        assertThat(result.rated()).isEmpty();
        assertThat(result.problems()).containsExactly(
                "no price for SKU unknown at 2026-10-02T00:00:00Z (project a)",
                "SKU sku is priced per hour, but project b used it in GB");
    }

    @Test
    void tellsQuantityBeyondLastTier() {
        var bounded = price(PriceModel.VOLUME, "10 1");
        assertThat(rate(List.of(bounded), usage("a", "sku", "11", DAY)).problems())
                .containsExactly("quantity 11 of sku is beyond the last tier, which ends at 10");
        assertThat(rate(List.of(bounded), usage("a", "sku", "11", DAY), usage("b", "sku", "5", DAY)).rated())
                .as("no part of a group whose other usage has no price").isEmpty();
    }

    @Test
    void keepsUsageThatIsAlreadyPricedAsItIs() {
        var rated = rate(List.of(TIERED), priced("a", "1000", "12.345678901234", "USD"),
                priced("a", "0", "-3.5", "EUR")).rated();
        assertThat(rated).extracting(RatedUsage::amount)
                .containsExactly(new BigDecimal("-3.5"), new BigDecimal("12.345678901234"));
        assertThat(rated).extracting(RatedUsage::currency).containsExactly(CurrencyUnit.EUR, CurrencyUnit.USD);
        assertThat(rated).extracting(RatedUsage::price).containsOnlyNulls();
    }

    @Test
    void needsNoPriceForUsageThatIsAlreadyPriced() {
        assertThat(rate(List.of(), priced("a", "1", "1", "EUR")).problems()).isEmpty();
    }

    @Test
    void roundsSumOfEachLineBeforePooling() {
        var rounded = pooled(price(PriceModel.PER_UNIT, "- 2"), TierScope.BILLING_GROUP,
                new QuantityRounding(QuantityRounding.Scope.LINE, BigDecimal.ONE));
        var rated = rate(List.of(rounded), usage("a", "sku", "20.5", DAY), usage("b", "sku", "0.1", DAY)).rated();
        assertThat(rated).extracting(RatedUsage::quantity).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("21"), BigDecimal.ONE);
        assertThat(rated).extracting(RatedUsage::amount).usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("42"), new BigDecimal("2"));
    }

    @RepeatedTest(20)
    void keepsOrderOfLinesWhateverTheOrderOfUsage(RepetitionInfo repetition) {
        List<UsageSum> usage = new ArrayList<>();
        for (var project : List.of("b", "a", "c")) {
            usage.add(usage(project, "vm", "1.5", DAY));
            usage.add(usage(project, "vm", "2.5", "2026-10-20T00:00:00Z"));
            usage.add(usage(project, "sku", "7", DAY));
            usage.add(priced(project, "1", "2", "EUR"));
        }
        var prices = new PriceList(List.of(POOLED, simple(2, "vm", "EUR", "2026-01-01"),
                simple(3, "vm", "EUR", "2026-10-15")));
        var expected = new UsageRating(prices).rate(usage, new Customer(null, CurrencyUnit.EUR));
        Collections.shuffle(usage, new Random(repetition.getCurrentRepetition()));
        assertThat(new UsageRating(prices).rate(usage, new Customer(null, CurrencyUnit.EUR))).isEqualTo(expected);
        assertThat(expected.rated()).hasSize(12).extracting(line -> line.usage().project())
                .isSortedAccordingTo(String::compareTo);
    }
}
