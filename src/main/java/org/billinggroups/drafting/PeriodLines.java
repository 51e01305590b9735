package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.billinggroups.account.BillingTerms.PriceAdjustment;
import org.billinggroups.account.Commitment.Settlement;
import org.billinggroups.account.TaxRate;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceAdjustments;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.run.PeriodRules;
import org.billinggroups.run.TaxDecision;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a group owes for one period by itself, in the order of the rules: usage lines with discount, each rounded once
 * (half up); extra charges; support; commitment. Late usage makes the same lines again, of the whole period.
 */
final class PeriodLines {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final FrozenGroup group;
    private final PeriodRules rules;
    private final BillingPeriod period;
    private final CurrencyUnit currency;
    private final Language language;
    private final @Nullable BigDecimal discountPercent;
    private final BigDecimal keptPercent;
    private final PriceAdjustments adjustments;
    private final Map<Noted, String> notes = new HashMap<>();
    private final List<DraftLine> lines = new ArrayList<>();
    private final Map<String, TaxDecision> decisions = new LinkedHashMap<>();

    private PeriodLines(FrozenGroup group, PeriodRules rules, Language language) {
        this.group = group;
        this.rules = rules;
        this.period = rules.period();
        this.currency = group.details().currency();
        this.language = language;
        var discount = group.terms().discountPercent();
        this.discountPercent = discount.signum() == 0 ? null : InvoiceCalculation.plain(discount);
        this.keptPercent = HUNDRED.subtract(discount);
        this.adjustments = new PriceAdjustments(group.terms().priceAdjustments(), period);
    }

    /** What a note tells of. */
    private record Noted(Price price, @Nullable PriceAdjustment adjustment) {}

    /**
     * The lines of a period that is invoiced for the first time.
     *
     * @throws NotInvoiceableException if a rate of exchange or tax is missing
     */
    static PeriodLines of(FrozenGroup group, List<RatedUsage> usage, PeriodRules rules) {
        return again(group, usage, rules, Language.of(group.details().language()), Set.of());
    }

    /**
     * The lines of a period that was invoiced before, with all the usage that it has by now.
     *
     * @param language that of today
     * @param billed the kinds of charge that were billed for it: they have a line, be it of zero
     * @throws NotInvoiceableException if a rate of exchange or tax is missing
     */
    static PeriodLines again(FrozenGroup group, List<RatedUsage> usage, PeriodRules rules, Language language,
            Set<LineType> billed) {
        var period = new PeriodLines(group, rules, language);
        usage.forEach(period::addUsage);
        period.addExtraCharges();
        period.addSupport(billed.contains(LineType.SUPPORT_CHARGE));
        period.addCommitment(billed.contains(LineType.COMMITMENT_FEE));
        return period;
    }

    CurrencyUnit currency() {
        return currency;
    }

    List<DraftLine> lines() {
        return lines;
    }

    /** The tax decisions on which the lines rest. */
    List<TaxDecision> decisions() {
        return List.copyOf(decisions.values());
    }

    private void addUsage(RatedUsage rated) {
        var usage = rated.usage();
        var rate = rated.currency().equals(currency)
                ? null
                : rules.rate(rated.currency(), currency, "the price of SKU " + usage.sku());
        var adjustment = adjustments.find(usage.service(), usage.sku());
        var exact = adjustment == null ? rated.amount() : adjustment.applyTo(rated.amount());
        var amount = rate == null ? exact : exact.multiply(rate.rate());
        var price = rated.price();
        var tax = tax(price == null ? TaxRate.STANDARD : price.taxClass());
        lines.add(new DraftLine(
                new InvoiceLine(lines.size() + 1, LineType.USAGE_CHARGE, usage.project(), usage.service(),
                        usage.sku(), usage.description() == null ? "" : usage.description(),
                        InvoiceCalculation.plain(rated.quantity()), usage.unit(),
                        note(rated, adjustment), rated.currency(),
                        adjustment == null ? null : InvoiceCalculation.plain(rated.amount()),
                        InvoiceCalculation.plain(exact),
                        round(amount), discountPercent, round(amount.multiply(keptPercent).movePointLeft(2)),
                        rate, tax.category(), tax.rate(), period, usage.startedAt(), usage.endedAt(),
                        group.tagsOf(usage.project())),
                price == null ? 0 : price.id(), 0, usage.records()));
    }

    /** How the price works and how it was adjusted; with its currency where that is not the invoice's. */
    private @Nullable String note(RatedUsage rated, @Nullable PriceAdjustment adjustment) {
        var price = rated.price();
        if (price == null) {
            return adjustment == null
                    ? null
                    : PriceNote.adjusted(language.text("price-list", foreign(rated.currency())
                            + language.figures().quantity(rated.amount())), adjustment, language);
        }
        return notes.computeIfAbsent(new Noted(price, adjustment), key -> {
            var note = foreign(price.currency()) + PriceNote.of(price, language);
            return adjustment == null ? note : PriceNote.adjusted(note, adjustment, language);
        });
    }

    private String foreign(CurrencyUnit of) {
        return of.equals(currency) ? "" : of + " ";
    }

    private void addExtraCharges() {
        for (var charge : group.terms().extraCharges()) {
            if (charge.coversPeriod(period)) {
                addGroupLine(LineType.EXTRA_CHARGE, charge.description(), charge.amount(), null);
            }
        }
    }

    private void addSupport(boolean evenZero) {
        var support = lines.isEmpty()
                ? null
                : SupportCharge.of(group.terms(),
                        sum(lines.stream().map(DraftLine::line).filter(line -> line.type() == LineType.USAGE_CHARGE)),
                        language).orElse(null);
        if (support != null) {
            addGroupLine(LineType.SUPPORT_CHARGE, language.text("support"), support.amount(), support.note());
        } else if (evenZero) {
            addGroupLine(LineType.SUPPORT_CHARGE, language.text("support"), Money.zero(currency), null);
        }
    }

    private void addCommitment(boolean evenZero) {
        var commitment = group.terms().commitment();
        if (commitment == null || commitment.settled() != Settlement.MONTHLY || !commitment.coversPeriod(period)) {
            return;
        }
        var missing = commitment.amount().minus(sum(lines.stream().map(DraftLine::line)));
        if (missing.isPositive() || evenZero) {
            addGroupLine(LineType.COMMITMENT_FEE,
                    language.text("commitment", language.figures().amountWithCurrency(commitment.amount())),
                    missing.isPositive() ? missing : Money.zero(currency), null);
        }
    }

    /** Tells how much of a term's commitment is used, beside what counts towards it, and charges what is missing. */
    void addTerm(TermBalance before) {
        var balance = before.with(lines.stream());
        var line = balance.line(lines.size() + 1, period, language);
        if (!lines.isEmpty() || !line.amount().isZero()) {
            decisions.putIfAbsent(TaxRate.STANDARD, balance.recipient().tax());
            lines.add(new DraftLine(line, 0, 0, 0));
        }
    }

    private void addGroupLine(LineType type, String description, Money amount, @Nullable String note) {
        var tax = tax(TaxRate.STANDARD);
        lines.add(new DraftLine(InvoiceLine.ofGroup(lines.size() + 1, type, description, amount, note, tax.category(),
                tax.rate(), period), 0, 0, 0));
    }

    private TaxDecision tax(String taxClass) {
        return decisions.computeIfAbsent(taxClass, name -> rules.taxes().decide(group.details(), name));
    }

    private Money sum(Stream<InvoiceLine> of) {
        return Money.of(currency, of.map(line -> line.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private Money round(BigDecimal exact) {
        return Money.of(currency, exact, RoundingMode.HALF_UP);
    }
}
