package org.billinggroups.invoicing;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.billinggroups.account.TaxRate;
import org.billinggroups.invoicing.DraftInvoice.CreditUse;
import org.billinggroups.invoicing.DraftInvoice.DraftLine;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.joda.money.MoneyUtils;
import org.jspecify.annotations.Nullable;

/**
 * From the rated usage of one group to its invoice, in the order of the rules: usage lines with discount, each rounded
 * once (half up); extra charges; support; commitment; late usage of earlier periods; promotional credits; small amounts; tax
 * once per category and rate; prepaid credits.
 */
final class InvoiceCalculation {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private final FrozenGroup group;
    private final PeriodRules rules;
    private final BillingPeriod period;
    private final CurrencyUnit currency;
    private final Language language;
    private final @Nullable BigDecimal discountPercent;
    private final BigDecimal keptPercent;
    private final Map<Price, String> notes = new HashMap<>();
    private final List<DraftLine> lines = new ArrayList<>();
    private final Map<String, TaxDecision> decisions = new LinkedHashMap<>();
    private final Map<Long, Money> uses = new LinkedHashMap<>();
    private final Set<TaxDecision> priorDecisions = new LinkedHashSet<>();

    private InvoiceCalculation(FrozenGroup group, PeriodRules rules, CurrencyUnit currency) {
        this.group = group;
        this.rules = rules;
        this.period = rules.period();
        this.currency = currency;
        this.language = Language.of(group.details().language());
        var discount = group.terms().discountPercent();
        this.discountPercent = discount.signum() == 0 ? null : plain(discount);
        this.keptPercent = HUNDRED.subtract(discount);
    }

    /** Usage lines with the tax decisions on which they rest. */
    record UsageLines(List<DraftLine> lines, List<TaxDecision> decisions) {}

    /**
     * The invoice, or nothing if there is nothing to charge. Late usage of a period that was invoiced in another currency
     * makes an invoice of its own.
     *
     * @param prior what is left to bill of earlier periods
     * @throws NotInvoiceableException if something is missing to invoice the group
     */
    static List<DraftInvoice> of(FrozenGroup group, List<RatedUsage> usage, List<PriorPeriodLines> prior,
            PeriodRules rules) {
        var calculation = new InvoiceCalculation(group, rules, group.details().currency());
        calculation.requireCompleteDetails(usage, prior);
        usage.forEach(calculation::addUsage);
        calculation.addExtraCharges();
        calculation.addSupport();
        calculation.addCommitment();
        Map<CurrencyUnit, InvoiceCalculation> byCurrency = new TreeMap<>(Map.of(calculation.currency, calculation));
        prior.forEach(lines -> byCurrency
                .computeIfAbsent(lines.currency(), other -> new InvoiceCalculation(group, rules, other))
                .addPrior(lines));
        calculation.addPromotionalCredits();
        byCurrency.values().forEach(InvoiceCalculation::zeroSmallAmount);
        return byCurrency.values().stream().filter(InvoiceCalculation::hasAnythingToTell)
                .map(InvoiceCalculation::total).toList();
    }

    /** Lines, of which one bills usage or is not zero, unless such are wanted as well. */
    private boolean hasAnythingToTell() {
        return lines.stream().anyMatch(line -> !rules.totals().zeroInvoicesSkipped() || line.records() != 0
                || !line.line().preDiscountAmount().isZero() || !line.line().amount().isZero());
    }

    /** The usage lines of a period alone. */
    static UsageLines usageLines(FrozenGroup group, List<RatedUsage> usage, PeriodRules rules) {
        var calculation = new InvoiceCalculation(group, rules, group.details().currency());
        usage.forEach(calculation::addUsage);
        return new UsageLines(calculation.lines, List.copyOf(calculation.decisions.values()));
    }

    private void requireCompleteDetails(List<RatedUsage> usage, List<PriorPeriodLines> prior) {
        var missing = group.details().missingForInvoice();
        var commitment = group.terms().commitment();
        boolean anythingToCharge = !usage.isEmpty() || prior.stream().anyMatch(late -> !late.lines().isEmpty())
                || commitment != null && commitment.coversPeriod(period)
                || group.terms().extraCharges().stream().anyMatch(charge -> charge.coversPeriod(period));
        if (anythingToCharge && !missing.isEmpty()) {
            throw new NotInvoiceableException(ParkedGroup.Reason.INCOMPLETE_BILLING_DETAILS,
                    "billing details are missing: " + String.join(", ", missing));
        }
    }

    private void addUsage(RatedUsage rated) {
        var usage = rated.usage();
        var rate = rated.currency().equals(currency)
                ? null
                : rules.rate(rated.currency(), currency, "the price of SKU " + usage.sku());
        var amount = rate == null ? rated.amount() : rated.amount().multiply(rate.rate());
        var price = rated.price();
        var tax = tax(price == null ? TaxRate.STANDARD : price.taxClass());
        lines.add(new DraftLine(
                new InvoiceLine(lines.size() + 1, LineType.USAGE_CHARGE, usage.project(), usage.service(),
                        usage.sku(), usage.description() == null ? "" : usage.description(), plain(rated.quantity()),
                        usage.unit(),
                        note(price), rated.currency(), plain(rated.amount()),
                        round(amount), discountPercent, round(amount.multiply(keptPercent).movePointLeft(2)),
                        rate, tax.category(), tax.rate(), period, usage.startedAt(), usage.endedAt(),
                        group.tagsOf(usage.project())),
                price == null ? 0 : price.id(), 0, usage.records()));
    }

    /** How the price works; with its currency where that is not the invoice's. */
    private @Nullable String note(@Nullable Price price) {
        return price == null
                ? null
                : notes.computeIfAbsent(price, key -> (key.currency().equals(currency) ? "" : key.currency() + " ")
                        + PriceNote.of(key, language));
    }

    private void addExtraCharges() {
        for (var charge : group.terms().extraCharges()) {
            if (charge.coversPeriod(period)) {
                addGroupLine(LineType.EXTRA_CHARGE, charge.description(), charge.amount(), null);
            }
        }
    }

    private void addSupport() {
        if (lines.isEmpty()) {
            return;
        }
        var usage = sum(lines.stream().map(DraftLine::line).filter(line -> line.type() == LineType.USAGE_CHARGE));
        SupportCharge.of(group.terms(), usage, language).ifPresent(support -> addGroupLine(LineType.SUPPORT_CHARGE,
                language.text("support"), support.amount(), support.note()));
    }

    private void addCommitment() {
        var commitment = group.terms().commitment();
        if (commitment == null || !commitment.coversPeriod(period)) {
            return;
        }
        var missing = commitment.amount().minus(netTotal());
        if (missing.isPositive()) {
            addGroupLine(LineType.COMMITMENT_FEE,
                    language.text("commitment", language.figures().amountWithCurrency(commitment.amount())), missing,
                    null);
        }
    }

    private void addPromotionalCredits() {
        for (var taken : PromotionalCredits.take(group.credits(), taxes())) {
            addLine(LineType.CREDIT_CONSUMPTION, taken.credit().description(), taken.amount().negated(), null,
                    taken.from().category(), taken.from().rate(), taken.credit().creditId());
            uses.merge(taken.credit().creditId(), taken.amount(), Money::plus);
        }
    }

    /** A total that is not worth an invoice's trouble is taken to zero, in each tax category. */
    private void zeroSmallAmount() {
        var net = netTotal();
        if (rules.totals().smallAmounts().covers(net)) {
            taxes().stream().filter(tax -> !tax.basis().isZero()).forEach(tax -> addLine(LineType.ROUNDING,
                    language.text("small-amount"), tax.basis().negated(), null, tax.category(), tax.rate(), 0));
        }
    }

    private Money prepaid(Money total) {
        var prepaid = Money.zero(currency);
        for (var credit : group.credits()) {
            if (credit.prepaid() && credit.remaining().getCurrencyUnit().equals(currency)) {
                var used = MoneyUtils.min(credit.remaining(), total.minus(prepaid));
                if (used.isPositive()) {
                    uses.put(credit.creditId(), used);
                    prepaid = prepaid.plus(used);
                }
            }
        }
        return prepaid;
    }

    private void addGroupLine(LineType type, String description, Money amount, @Nullable String note) {
        var tax = tax(TaxRate.STANDARD);
        addLine(type, description, amount, note, tax.category(), tax.rate(), 0);
    }

    private void addLine(LineType type, String description, Money amount, @Nullable String note, TaxCategory category,
            BigDecimal rate, long creditId) {
        lines.add(new DraftLine(new InvoiceLine(lines.size() + 1, type, null, null, null, description, null, null, note,
                currency, amount.getAmount(), amount, null, amount, null, category, rate, period, period.start(),
                period.end(), Map.of()), 0, creditId, 0));
    }

    private void addPrior(PriorPeriodLines prior) {
        prior.lines().forEach(late -> lines
                .add(new DraftLine(late.line().withPlace(lines.size() + 1), late.priceId(), 0, late.records())));
        priorDecisions.addAll(prior.decisions());
    }

    private TaxDecision tax(String taxClass) {
        return decisions.computeIfAbsent(taxClass, name -> rules.taxes().decide(group.details(), name));
    }

    private DraftInvoice total() {
        var taxes = taxes();
        var taxTotal = taxes.stream().map(TaxSubtotal::amount).reduce(Money.zero(currency), Money::plus);
        var net = netTotal();
        var prepaid = prepaid(net.plus(taxTotal));
        var invoice = new DraftInvoice(group.id(), currency, List.copyOf(lines), taxes, net, taxTotal,
                sellerTax(taxTotal), prepaid,
                uses.entrySet().stream().map(use -> new CreditUse(use.getKey(), use.getValue())).toList());
        if (invoice.total().isNegative() && !rules.totals().creditNegativeTotals()) {
            throw new NotInvoiceableException(ParkedGroup.Reason.NEGATIVE_TOTAL,
                    "the invoice would come to " + invoice.total()
                            + "; --credit-negative-totals issues such as credit notes");
        }
        return invoice;
    }

    /** The law wants it in the currency of the seller's books (Directive 2006/112/EC, Article 230). */
    private @Nullable SellerTax sellerTax(Money taxTotal) {
        if (taxTotal.isZero() || currency.equals(rules.sellerCurrency())) {
            return null;
        }
        var rate = rules.rate(currency, rules.sellerCurrency(), "the VAT");
        return new SellerTax(Money.of(rules.sellerCurrency(), taxTotal.getAmount().multiply(rate.rate()),
                RoundingMode.HALF_UP), rate);
    }

    private List<TaxSubtotal> taxes() {
        Map<TaxRateKey, TaxDecision> distinct = new LinkedHashMap<>();
        Stream.concat(decisions.values().stream(), priorDecisions.stream())
                .forEach(decision -> distinct.putIfAbsent(TaxRateKey.of(decision), decision));
        return distinct.values().stream().filter(decision -> linesOf(decision).findAny().isPresent())
                .map(decision -> TaxSubtotal.of(decision.category(), decision.rate(),
                        sum(linesOf(decision)), decision.reason()))
                .toList();
    }

    private Stream<InvoiceLine> linesOf(TaxDecision decision) {
        return lines.stream().map(DraftLine::line).filter(line -> line.taxCategory() == decision.category()
                && line.taxRate().compareTo(decision.rate()) == 0);
    }

    private record TaxRateKey(TaxCategory category, BigDecimal rate) {
        static TaxRateKey of(TaxDecision decision) {
            return new TaxRateKey(decision.category(), plain(decision.rate()));
        }
    }

    private Money netTotal() {
        return sum(lines.stream().map(DraftLine::line));
    }

    private Money sum(Stream<InvoiceLine> of) {
        return Money.of(currency, of.map(line -> line.amount().getAmount()).reduce(BigDecimal.ZERO, BigDecimal::add));
    }

    private Money round(BigDecimal exact) {
        return Money.of(currency, exact, RoundingMode.HALF_UP);
    }

    /** Without zeros at the end, and without exponent. */
    static BigDecimal plain(BigDecimal value) {
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
