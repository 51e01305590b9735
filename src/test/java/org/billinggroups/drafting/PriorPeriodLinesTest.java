package org.billinggroups.drafting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.billinggroups.drafting.InvoicingFixtures.OCTOBER;
import static org.billinggroups.drafting.InvoicingFixtures.tier;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.BillingTerms.ExtraCharge;
import org.billinggroups.account.Commitment;
import org.billinggroups.drafting.PriorPeriodLines.Billed;
import org.billinggroups.drafting.PriorPeriodLines.Key;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceKey;
import org.billinggroups.rating.PriceList;
import org.billinggroups.rating.PriceModel;
import org.billinggroups.rating.PriceTier;
import org.billinggroups.rating.QuantityRounding;
import org.billinggroups.rating.TierScope;
import org.billinggroups.rating.UsageRating;
import org.billinggroups.rating.UsageSum;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * However the usage of a period is delivered, in how many parts and whether up or down: all that is billed for the period
 * comes to what it costs with all usage at once.
 */
class PriorPeriodLinesTest {
    private static final int SEQUENCES = 200;
    private static final CurrencyUnit EUR = CurrencyUnit.EUR;
    private static final Language ENGLISH = Language.of("en");

    private static final UsageRating RATING = new UsageRating(new PriceList(List.of(
            price(1, "pool", PriceModel.GRADUATED, TierScope.BILLING_GROUP, "standard",
                    new PriceTier(new BigDecimal("50"), new BigDecimal("0.333"), new BigDecimal("1.25")), tier("0.1")),
            price(2, "own", PriceModel.VOLUME, TierScope.PROJECT, "reduced",
                    new PriceTier(new BigDecimal("20"), new BigDecimal("1.005"), BigDecimal.ZERO), tier("0.755")),
            price(3, "flat", PriceModel.PER_UNIT, TierScope.PROJECT, "standard", tier("0.0149")),
            price(4, "free", PriceModel.PER_UNIT, TierScope.PROJECT, "free", tier("0")))));

    private static Price price(long id, String sku, PriceModel model, TierScope scope, String taxClass,
            PriceTier... tiers) {
        return new Price(id, new PriceKey(sku, EUR, null, LocalDate.parse("2026-01-01")), null, model, "hour", null,
                BigDecimal.ZERO, scope, QuantityRounding.NONE, taxClass, List.of(tiers));
    }

    @ParameterizedTest
    @ValueSource(longs = { 1, 2, 3 })
    void comeToTheWholePeriodHoweverItsUsageIsDelivered(long seed) {
        var random = new Random(seed);
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            var group = InvoicingFixtures.group(InvoicingFixtures.buyer("FI", null, "EUR"), terms(random));
            check(group, random, "seed " + seed + ", sequence " + sequence);
        }
    }

    private static void check(FrozenGroup group, Random random, String title) {
        List<UsageSum> usage = new ArrayList<>();
        List<DraftLine> billed = new ArrayList<>();
        int deliveries = 1 + random.nextInt(5);
        for (int delivery = 0; delivery < deliveries; delivery++) {
            deliver(usage, random);
            billed.addAll(delivery == 0
                    ? period(group, usage).lines()
                    : late(group, usage, billed).lines());
        }
        var whole = period(group, usage).lines();
        assertThat(byTax(billed)).as(title).isEqualTo(byTax(whole));
        assertThat(billed.stream().mapToLong(DraftLine::records).sum()).as(title)
                .isEqualTo(usage.stream().mapToLong(UsageSum::records).sum());
        assertThat(late(group, usage, billed).lines()).as(title).isEmpty();
    }

    private static BillingTerms terms(Random random) {
        var discount = List.of(BigDecimal.ZERO, new BigDecimal("12.5")).get(random.nextInt(2));
        boolean fixed = random.nextInt(4) == 0;
        return new BillingTerms(discount, fixed ? BigDecimal.ZERO : BigDecimal.valueOf(random.nextInt(3) * 7L),
                fixed ? Money.parse("EUR 9.90") : null, random.nextBoolean() ? Money.parse("EUR 4.05") : null,
                random.nextBoolean()
                        ? Commitment.monthly(Money.of(EUR, 1 + random.nextInt(120)), null, null)
                        : null,
                random.nextBoolean()
                        ? List.of(new ExtraCharge("Setup", Money.parse("EUR 12.50"), OCTOBER, null))
                        : List.of(),
                InvoicingFixtures.adjustments(random));
    }

    /** More of some things, less of others; nothing goes below zero. */
    private static void deliver(List<UsageSum> usage, Random random) {
        for (int row = random.nextInt(6); row >= 0; row--) {
            var project = "p" + random.nextInt(3);
            var sku = List.of("pool", "own", "flat", "free").get(random.nextInt(4));
            int least = -usage.stream().filter(sum -> sum.project().equals(project) && sum.sku().equals(sku))
                    .mapToInt(sum -> sum.quantity().intValue()).sum();
            usage.add(new UsageSum(project, "S", sku, "hour", null,
                    BigDecimal.valueOf(least + random.nextInt(40 - least)), BigDecimal.ZERO, null, 1,
                    Instant.parse("2026-10-05T00:00:00Z"), Instant.parse("2026-10-06T00:00:00Z")));
        }
    }

    private static PeriodLines period(FrozenGroup group, List<UsageSum> usage) {
        return PeriodLines.of(group, RATING.rate(usage, group.customer()).rated(),
                InvoicingFixtures.finnishRules());
    }

    private static PriorPeriodLines late(FrozenGroup group, List<UsageSum> usage, List<DraftLine> before) {
        var billed = billed(before);
        var kinds = billed.keySet().stream().map(Key::settles).filter(kind -> kind != null)
                .collect(Collectors.toSet());
        return PriorPeriodLines.of(PeriodLines.again(group, RATING.rate(usage, group.customer()).rated(),
                InvoicingFixtures.finnishRules(), ENGLISH, kinds), billed, 1, group.details());
    }

    private static Map<Key, Billed> billed(List<DraftLine> lines) {
        Map<Key, Billed> billed = new HashMap<>();
        for (var draft : lines) {
            var line = draft.line();
            if (line.type() != LineType.EXTRA_CHARGE) {
                var key = line.type() == LineType.PRIOR_PERIOD
                        ? new Key(draft.settles(), line.project(), line.service(), line.sku(), line.unit(),
                                draft.priceId(), "EUR")
                        : Key.of(draft);
                billed.merge(key, new Billed(line.quantity() == null ? BigDecimal.ZERO : line.quantity(),
                        line.listAmount() == null ? BigDecimal.ZERO : line.listAmount(), line.priceAmount(),
                        line.preDiscountAmount().getAmount(), line.amount().getAmount(),
                        draft.records()), PriorPeriodLinesTest::plus);
            }
        }
        return billed;
    }

    private static Billed plus(Billed a, Billed b) {
        return new Billed(a.quantity().add(b.quantity()), a.listAmount().add(b.listAmount()),
                a.priceAmount().add(b.priceAmount()),
                a.preDiscountAmount().add(b.preDiscountAmount()), a.amount().add(b.amount()),
                a.records() + b.records());
    }

    /** The sums of each kind of charge by its tax. */
    private static Map<String, BigDecimal> byTax(List<DraftLine> lines) {
        Map<String, BigDecimal> sums = new HashMap<>();
        lines.forEach(draft -> sums.merge(draft.line().taxCategory() + " " + draft.line().taxRate(),
                draft.line().amount().getAmount(), BigDecimal::add));
        sums.values().removeIf(sum -> sum.signum() == 0);
        return sums;
    }
}
