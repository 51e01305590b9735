package org.billinggroups.rating;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.period.BillingPeriod;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceAdjustmentsTest {
    private static final BillingPeriod OCTOBER = BillingPeriod.parse("2026-10");
    private static final List<PriceAdjustment> AGREED = List.of(adjustment(1, null, null),
            adjustment(2, "Compute", null), adjustment(3, null, "vm-*"), adjustment(4, "Compute", "vm-*"),
            adjustment(5, null, "vm-s*"), adjustment(6, "Compute", "vm-small"), adjustment(7, "Com*", "vm-small"),
            adjustment(0, null, "disk"), adjustment(9, "Storage", "disk"), adjustment(10, "C*", "net"));

    private static PriceAdjustment adjustment(int percent, String service, String sku) {
        return new PriceAdjustment(service, sku, BigDecimal.valueOf(percent), null, null);
    }

    @ParameterizedTest
    @CsvSource({ "Other, other, 1", "Compute, other, 2", "Other, vm-large, 3", "Compute, vm-large, 4",
            "Compute, vm-s, 5", "Compute, vm-small, 6", "Common, vm-small, 7", "Other, vm-small, 5",
            "Storage, disk, 9", "Compute, disk, ", "Compute, net, 10", "Storage, net, 1" })
    void takesTheMostExactSkuAndOfThoseTheMostExactService(String service, String sku, BigDecimal percent) {
        var shuffled = new ArrayList<>(AGREED);
        Collections.shuffle(shuffled, new Random(42));
        for (var agreed : List.of(AGREED, shuffled)) {
            var found = new PriceAdjustments(agreed, OCTOBER).find(service, sku);
            assertThat(found == null ? null : found.percent()).isEqualTo(percent);
        }
    }

    @ParameterizedTest
    @CsvSource({ ", , true", "2026-10, 2026-10, true", "2026-09, 2026-11, true", ", 2026-09, false",
            "2026-11, , false", "2026-09, 2026-10, true" })
    void holdsInItsMonthsUntilTheLastInclusive(String from, String until, boolean holds) {
        var agreed = List.of(new PriceAdjustment(null, null, BigDecimal.TEN, period(from), period(until)));
        assertThat(new PriceAdjustments(agreed, OCTOBER).find("a", "b") != null).isEqualTo(holds);
    }

    private static BillingPeriod period(String text) {
        return text == null ? null : BillingPeriod.parse(text);
    }

    @Test
    void isExact() {
        assertThat(adjustment(-10, null, null).applyTo(new BigDecimal("0.000000000001")))
                .isEqualByComparingTo("0.0000000000009");
        assertThat(new PriceAdjustment(null, null, new BigDecimal("12.5"), null, null).applyTo(new BigDecimal("8")))
                .isEqualByComparingTo("9");
    }
}
