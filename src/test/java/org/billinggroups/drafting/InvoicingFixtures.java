package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.account.EInvoice;
import org.billinggroups.account.Reminders;
import org.billinggroups.account.TaxRate;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceKey;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.PublishedRates;
import org.billinggroups.rating.QuantityRounding;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.rating.TierScope;
import org.billinggroups.rating.UsageSum;
import org.billinggroups.run.PeriodRules;
import org.billinggroups.run.TaxRules;
import org.billinggroups.run.TotalRules;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** Groups, usage and taxes as tests need them. */
public final class InvoicingFixtures {
    public static final BillingPeriod OCTOBER = BillingPeriod.parse("2026-10");
    public static final UUID GROUP = UUID.fromString("0b9b1f5e-6d0c-4c1e-9d59-2f3a3f7f5b10");
    public static final List<TaxRate> RATES = List.of(rate("FI", "standard", "2024-09-01", "25.5"),
            rate("FI", "standard", "2013-01-01", "24"), rate("FI", "reduced", "2013-01-01", "14"),
            rate("FI", "free", "2013-01-01", "0"), rate("DE", "standard", "2021-01-01", "19"),
            rate("FR", "standard", "2014-01-01", "20.0"), rate("DE", "standard", "2026-11-01", "21"));

    private InvoicingFixtures() {}

    public static TaxRate rate(String country, String taxClass, String validFrom, String rate) {
        return new TaxRate(country, taxClass, LocalDate.parse(validFrom), new BigDecimal(rate));
    }

    public static TaxRules finnishTaxes() {
        return new TaxRules("FI", RATES, OCTOBER.lastDay());
    }

    /** One euro is 1.0825 US dollars, 164.25 yen, 0.84 pounds and 0.3333 Kuwaiti dinars. */
    public static PeriodRules finnishRules() {
        return new PeriodRules(OCTOBER, finnishTaxes(),
                new PublishedRates(LocalDate.parse("2026-10-30"), Map.of("USD", new BigDecimal("1.0825"), "JPY",
                        new BigDecimal("164.25"), "GBP", new BigDecimal("0.84"), "KWD", new BigDecimal("0.3333"))),
                CurrencyUnit.EUR, TotalRules.DEFAULT);
    }

    public static BillingDetails buyer(String country, @Nullable String vatId, String currency) {
        return new BillingDetails("Acme", List.of("Street 1"), "City", null, null, country, vatId,
                CurrencyUnit.of(currency), List.of(), List.of(), null, 14, "en", null, null, null, null, null, null,
                null, null, null, EInvoice.FACTUR_X, null, null, Reminders.OFF);
    }

    public static FrozenGroup group(BillingDetails details, BillingTerms terms) {
        return new FrozenGroup(GROUP, details, terms, Map.of("shop", Map.of("billing:team", "web")), List.of());
    }

    public static BillingTerms discount(String percent) {
        return new BillingTerms(new BigDecimal(percent), BigDecimal.ZERO, null, null, null, List.of(), List.of());
    }

    /** Markups and discounts of prices, none in half of all cases. */
    public static List<PriceAdjustment> adjustments(Random random) {
        return random.nextBoolean()
                ? List.of()
                : List.of(
                        new PriceAdjustment(null, null, BigDecimal.valueOf(random.nextInt(1_000) - 500, 1), null, null),
                        new PriceAdjustment(null, "p*", BigDecimal.valueOf(random.nextInt(300) - 100), OCTOBER,
                                OCTOBER),
                        new PriceAdjustment(null, "own", BigDecimal.ZERO, null, OCTOBER));
    }

    public static Price price(PriceModel model, String taxClass, TierScope scope, PriceTier... tiers) {
        return new Price(7, new PriceKey("vm", CurrencyUnit.EUR, null, LocalDate.parse("2026-01-01")), null, model,
                "hour",
                model == PriceModel.PACKAGE ? new BigDecimal("100") : null, BigDecimal.ZERO, scope,
                QuantityRounding.NONE, taxClass, List.of(tiers));
    }

    public static PriceTier tier(String unitPrice) {
        return new PriceTier(null, new BigDecimal(unitPrice), BigDecimal.ZERO);
    }

    /** Usage of a project with its exact amount. */
    public static RatedUsage usage(String project, String amount, String currency, String taxClass) {
        var sum = new UsageSum(project, "Compute", "vm", "hour", null, new BigDecimal("2.50"), BigDecimal.ZERO, null, 3,
                Instant.parse("2026-10-02T00:00:00Z"), Instant.parse("2026-10-03T00:00:00Z"));
        return new RatedUsage(sum, sum.quantity(),
                price(PriceModel.PER_UNIT, taxClass, TierScope.PROJECT, tier("0.05")),
                CurrencyUnit.of(currency), new BigDecimal(amount));
    }

    public static RatedUsage usage(String amount) {
        return usage("shop", amount, "EUR", "standard");
    }
}
