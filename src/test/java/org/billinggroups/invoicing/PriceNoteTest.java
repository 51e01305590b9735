package org.billinggroups.invoicing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.invoicing.InvoicingFixtures.price;
import static org.billinggroups.invoicing.InvoicingFixtures.tier;

import java.math.BigDecimal;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.TierScope;
import org.billinggroups.wording.Language;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceNoteTest {
    @ParameterizedTest
    @CsvSource({
            "en, PER_UNIT, 0.0500, PROJECT, 0.05 per hour",
            "en, PER_UNIT, 100, PROJECT, 100 per hour",
            "en, PER_UNIT, 0.000, PROJECT, 0 per hour",
            "en, PER_UNIT, 0.000000000001, BILLING_GROUP, '0.000000000001 per hour, pooled'",
            "en, GRADUATED, 1, PROJECT, 'graduated, 1 tier'",
            "en, VOLUME, 1, BILLING_GROUP, 'volume, 1 tier, pooled'",
            "en, PACKAGE, 7, PROJECT, 7 per 100 hour",
            "en, STAIRSTEP, 0, PROJECT, by step",
            "de-AT, PER_UNIT, 0.0500, PROJECT, '0,05 pro hour'",
            "fr, VOLUME, 1, BILLING_GROUP, 'par volume, 1 tranche, mutualisé'",
            "fi, PACKAGE, 7.5, PROJECT, '7,5 / 100 hour'",
            "es, GRADUATED, 1, PROJECT, 'escalonado, 1 tramo'",
            "ja, STAIRSTEP, 0, BILLING_GROUP, 段階定額、合算",
            "pt, STAIRSTEP, 0, PROJECT, by step" })
    void saysHowPriceWorks(String language, PriceModel model, String unitPrice, TierScope scope, String note) {
        assertThat(PriceNote.of(price(model, "standard", scope, tier(unitPrice)), Language.of(language)))
                .isEqualTo(note);
    }

    @Test
    void tellsTheFeeBesideTheUnitPrice() {
        var withFee = new PriceTier(null, new BigDecimal("0.05"), new BigDecimal("2.00"));
        assertThat(PriceNote.of(price(PriceModel.PER_UNIT, "standard", TierScope.PROJECT, withFee), Language.of("en")))
                .isEqualTo("0.05 per hour + 2");
    }

    @Test
    void countsTiers() {
        var first = new PriceTier(BigDecimal.TEN, BigDecimal.ONE, BigDecimal.ZERO);
        assertThat(PriceNote.of(price(PriceModel.GRADUATED, "standard", TierScope.PROJECT, first, tier("1")),
                Language.of("en")))
                .isEqualTo("graduated, 2 tiers");
    }
}
