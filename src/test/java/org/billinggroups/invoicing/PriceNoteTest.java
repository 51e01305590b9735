package org.billinggroups.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.invoicing.InvoicingFixtures.price;
import static org.billinggroups.invoicing.InvoicingFixtures.tier;

import java.math.BigDecimal;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.TierScope;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceNoteTest {
    @ParameterizedTest
    @CsvSource({
            "PER_UNIT, 0.0500, PROJECT, 0.05 per hour",
            "PER_UNIT, 100, PROJECT, 100 per hour",
            "PER_UNIT, 0.000, PROJECT, 0 per hour",
            "PER_UNIT, 0.000000000001, BILLING_GROUP, '0.000000000001 per hour, pooled'",
            "GRADUATED, 1, PROJECT, 'graduated, 1 tier'",
            "VOLUME, 1, BILLING_GROUP, 'volume, 1 tier, pooled'",
            "PACKAGE, 7, PROJECT, 7 per 100 hour",
            "STAIRSTEP, 0, PROJECT, by step" })
    void saysHowPriceWorks(PriceModel model, String unitPrice, TierScope scope, String note) {
        assertThat(PriceNote.of(price(model, "standard", scope, tier(unitPrice)))).isEqualTo(note);
    }

    @Test
    void countsTiers() {
        var first = new PriceTier(BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO);
        assertThat(PriceNote.of(price(PriceModel.GRADUATED, "standard", TierScope.PROJECT, first, tier("1"))))
                .isEqualTo("graduated, 2 tiers");
    }
}
