package org.billinggroups.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.drafting.InvoicingFixtures.price;
import static org.billinggroups.drafting.InvoicingFixtures.tier;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceKey;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.QuantityRounding;
import org.billinggroups.rating.TierScope;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
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
            "en, GRADUATED, 1, PROJECT, graduated: 1",
            "en, VOLUME, 1, BILLING_GROUP, 'volume: 1, pooled'",
            "en, PACKAGE, 7, PROJECT, 7 per 100 hour",
            "en, STAIRSTEP, 0, PROJECT, by step: 0",
            "de-AT, PER_UNIT, 1234.0500, PROJECT, '1.234,05 pro hour'",
            "fr, VOLUME, 1, BILLING_GROUP, 'par volume\u00a0: 1, mutualisé'",
            "fi, PACKAGE, 7.5, PROJECT, '7,5 / 100 hour'",
            "es, GRADUATED, 1, PROJECT, escalonado: 1",
            "ja, STAIRSTEP, 0, BILLING_GROUP, 段階定額：0、合算",
            "pt-BR, STAIRSTEP, 0, PROJECT, fixo por escalão: 0",
            "cs, STAIRSTEP, 0, PROJECT, by step: 0" })
    void saysHowPriceWorks(String language, PriceModel model, String unitPrice, TierScope scope, String note) {
        assertThat(PriceNote.of(price(model, "standard", scope, tier(unitPrice)), Language.of(language)))
                .isEqualTo(note);
    }

    @Test
    void tellsTheFeeBesideTheUnitPrice() {
        var withFee = new PriceTier(null, new BigDecimal("0.05"), new BigDecimal("2.00"));
        assertThat(PriceNote.of(price(PriceModel.PER_UNIT, "standard", TierScope.PROJECT, withFee), Language.of("en")))
                .isEqualTo("0.05 per hour\u00a0+\u00a02");
    }

    @ParameterizedTest
    @CsvSource({
            "en, GRADUATED, 'graduated: 0.5 + 10 up to 1,000, 0.25 above'",
            "en, VOLUME, 'volume: 0.5 + 10 up to 1,000, 0.25 above'",
            "en, STAIRSTEP, 'by step: 10 up to 1,000, 0 above'",
            "de, GRADUATED, 'gestaffelt: 0,5 + 10 bis 1.000; 0,25 darüber'",
            "fr, VOLUME, 'par volume : 0,5 + 10 jusqu’à 1 000; 0,25 au-delà'",
            "fi, GRADUATED, 'portaittainen: 1 000 asti 0,5 + 10; sen yli 0,25'",
            "es, STAIRSTEP, 'según tramo: 10 hasta 1.000; 0 por encima'",
            "ja, GRADUATED, '段階制：1,000まで0.5 + 10、 それを超えると0.25'" })
    void tellsThePriceOfEachTier(String language, PriceModel model, String note) {
        var first = new PriceTier(new BigDecimal("1000"), new BigDecimal("0.50"), BigDecimal.TEN);
        assertThat(PriceNote.of(price(model, "standard", TierScope.PROJECT, first, tier("0.25")),
                Language.of(language)).replace('\u00a0', ' ')).isEqualTo(note);
    }

    @ParameterizedTest
    @CsvSource({
            "en, 'graduated, 5 tiers', 'volume, 5 tiers', 'by step, 5 steps'",
            "de, 'gestaffelt, 5 Stufen', 'Mengenstaffel, 5 Stufen', 'nach Stufe, 5 Stufen'" })
    void countsMoreThanFourTiers(String language, String graduated, String volume, String byStep) {
        var tiers = IntStream.rangeClosed(1, 5)
                .mapToObj(i -> new PriceTier(BigDecimal.valueOf(i), BigDecimal.ONE, BigDecimal.ONE))
                .toArray(PriceTier[]::new);
        assertThat(Stream.of(PriceModel.GRADUATED, PriceModel.VOLUME, PriceModel.STAIRSTEP)
                .map(model -> PriceNote.of(price(model, "standard", TierScope.PROJECT, tiers), Language.of(language))))
                .containsExactly(graduated, volume, byStep);
    }

    @ParameterizedTest
    @CsvSource({
            "en, -10, '0.05 per hour, less 10%'", "en, 12.5, '0.05 per hour, plus 12.5%'",
            "de, -10, '0,05 pro hour, abzüglich 10 %'", "fr, 20, '0,05 par hour, plus 20 %'",
            "fi, -10, '0,05 / hour, alennus 10 %'", "ja, -10, '0.05 / hour、10%引き'",
            "pl, 10, '0,05 za hour, plus 10%'" })
    void tellsTheAdjustmentBesideTheListPrice(String language, BigDecimal percent, String note) {
        var in = Language.of(language);
        assertThat(PriceNote.adjusted(PriceNote.of(price(PriceModel.PER_UNIT, "standard", TierScope.PROJECT,
                tier("0.05")), in), new PriceAdjustment(null, null, percent, null, null), in)).isEqualTo(note);
    }

    @ParameterizedTest
    @CsvSource({
            "en, '0.4 per 1,000 request, after 2,500 free'",
            "de, '0,4 pro 1.000 request, die ersten 2.500 frei'",
            "fr, '0,4 par 1\u00a0000 request, après 2\u00a0500 gratuits'",
            "fi, '0,4 / 1\u00a0000 request, 2\u00a0500 maksuttoman jälkeen'",
            "es, '0,4 por 1.000 request, tras 2.500 gratis'",
            "ja, '0.4 / 1,000 request、 最初の2,500は無料'" })
    void tellsWhatIsFree(String language, String note) {
        var price = new Price(7, new PriceKey("api", CurrencyUnit.EUR, null, LocalDate.parse("2026-01-01")), null,
                PriceModel.PACKAGE, "request", new BigDecimal("1000"), new BigDecimal("2500"), TierScope.PROJECT,
                QuantityRounding.NONE, "standard",
                List.of(tier("0.40")));
        assertThat(PriceNote.of(price, Language.of(language))).isEqualTo(note);
    }
}
