package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.invoice.DraftInvoice.CreditUse;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.invoice.LineType;
import org.billinggroups.invoice.SellerTax;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.RatedUsage;
import org.billinggroups.run.NotInvoiceableException;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.PeriodRules;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxDecision;
import org.billinggroups.run.TaxSubtotal;
import org.billinggroups.wording.Language;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.joda.money.MoneyUtils;
import org.jspecify.annotations.Nullable;

/**
 * From the lines of a group to an invoice: those of its period, those of late usage of earlier ones, and then, once for
 * the invoice as a whole and in this order, promotional credits; small amounts; tax once per category and rate; prepaid
 * credits.
 */
public final class InvoiceCalculation {
    private static final Comparator<InvoiceCalculation> ORDER = Comparator
            .comparing((InvoiceCalculation invoice) -> invoice.currency)
            .thenComparing(invoice -> invoice.customerRunId);

    private final FrozenGroup group;
    private final PeriodRules rules;
    private final CurrencyUnit currency;
    private final long customerRunId;
    private final BillingDetails customer;
    private final List<DraftLine> lines;
    private final Set<TaxDecision> decisions;
    private final Map<Long, Money> uses = new LinkedHashMap<>();

    private InvoiceCalculation(FrozenGroup group, PeriodRules rules, CurrencyUnit currency, long customerRunId,
            BillingDetails customer, List<DraftLine> lines, List<TaxDecision> decisions) {
        this.group = group;
        this.rules = rules;
        this.currency = currency;
        this.customerRunId = customerRunId;
        this.customer = customer;
        this.lines = new ArrayList<>(lines);
        this.decisions = new LinkedHashSet<>(decisions);
    }

    /**
     * The invoices, in the order in which they are numbered; none if there is nothing to charge. Late usage makes
     * invoices of its own where it cannot be beside what is charged now: in another currency, for a customer in
     * another country or of another VAT id, or with taxes that exclude each other.
     *
     * @param prior what is left to bill of earlier periods
     * @param terms the commitments over a term that the invoice is about
     * @throws NotInvoiceableException if something is missing to invoice the group
     */
    public static List<DraftInvoice> of(FrozenGroup group, List<RatedUsage> usage, List<PriorPeriodLines> prior,
            List<TermBalance> terms, PeriodRules rules) {
        var late = withSettledTerms(prior, terms, rules.period(), Language.of(group.details().language()));
        requireCompleteDetails(group, usage, late, rules);
        var own = PeriodLines.of(group, usage, rules);
        terms.stream().filter(balance -> balance.term().covers(rules.period())).forEach(balance -> own
                .addTerm(balance.with(prior.stream().flatMap(earlier -> earlier.lines().stream()))));
        List<InvoiceCalculation> invoices = new ArrayList<>(List.of(new InvoiceCalculation(group, rules,
                group.details().currency(), 0, group.details(), own.lines(), own.decisions())));
        late.stream().filter(earlier -> !earlier.lines().isEmpty()).forEach(earlier -> place(earlier, invoices));
        List<DraftInvoice> drafts = new ArrayList<>();
        var credits = group.credits();
        for (var invoice : invoices.stream().filter(InvoiceCalculation::hasAnythingToTell).sorted(ORDER).toList()) {
            var draft = invoice.total(credits);
            drafts.add(draft);
            credits = FrozenCredit.left(credits, draft.creditUses());
        }
        return drafts;
    }

    private static List<PriorPeriodLines> withSettledTerms(List<PriorPeriodLines> prior, List<TermBalance> terms,
            BillingPeriod period, Language language) {
        return Stream.concat(prior.stream(), terms.stream().filter(balance -> !balance.term().covers(period))
                .flatMap(balance -> balance.with(prior.stream().flatMap(late -> late.lines().stream()))
                        .difference(language).stream()))
                .toList();
    }

    /** Lines, of which one bills usage or is not zero, unless such are wanted as well. */
    private boolean hasAnythingToTell() {
        return lines.stream().anyMatch(line -> !rules.totals().zeroInvoicesSkipped() || line.records() != 0
                || !line.line().preDiscountAmount().isZero() || !line.line().amount().isZero());
    }

    /** Adds what is left of an earlier period to the first invoice that can carry it, or to one of its own. */
    private static void place(PriorPeriodLines late, List<InvoiceCalculation> invoices) {
        var present = invoices.getFirst();
        invoices.stream().filter(invoice -> invoice.canCarry(late)).findFirst().orElseGet(() -> {
            boolean asNow = late.customer().isTaxedLike(present.customer) && invoices.stream()
                    .noneMatch(other -> other.currency.equals(late.currency()) && other.customerRunId == 0);
            var own = new InvoiceCalculation(present.group, present.rules, late.currency(),
                    asNow ? 0 : late.baseRunId(), asNow ? present.customer : late.customer(), List.of(), List.of());
            invoices.add(own);
            return own;
        }).add(late);
    }

    private boolean canCarry(PriorPeriodLines late) {
        return currency.equals(late.currency())
                && (customerRunId == 0
                        ? late.customer().isTaxedLike(customer)
                        : late.customer().isSameCustomer(customer))
                && TaxDecision.mayStandTogether(Stream.concat(decisions.stream().filter(decision -> linesOf(decision)
                        .findAny().isPresent()), late.decisions().stream()).toList());
    }

    private void add(PriorPeriodLines late) {
        late.lines().forEach(line -> lines.add(line.withPlace(lines.size() + 1)));
        decisions.addAll(late.decisions());
    }

    private static void requireCompleteDetails(FrozenGroup group, List<RatedUsage> usage, List<PriorPeriodLines> prior,
            PeriodRules rules) {
        var missing = group.details().missingForInvoice();
        var commitment = group.terms().commitment();
        boolean anythingToCharge = !usage.isEmpty() || prior.stream().anyMatch(late -> !late.lines().isEmpty())
                || commitment != null && commitment.isSettledIn(rules.period())
                || group.terms().extraCharges().stream().anyMatch(charge -> charge.coversPeriod(rules.period()));
        if (anythingToCharge && !missing.isEmpty()) {
            throw new NotInvoiceableException(ParkedGroup.Reason.INCOMPLETE_BILLING_DETAILS,
                    "billing details are missing: " + String.join(", ", missing));
        }
    }

    private void addPromotionalCredits(List<FrozenCredit> credits) {
        for (var taken : PromotionalCredits.take(credits, taxes())) {
            addLine(LineType.CREDIT_CONSUMPTION, taken.credit().description(), taken.amount().negated(), taken.from(),
                    taken.credit().creditId());
            uses.merge(taken.credit().creditId(), taken.amount(), Money::plus);
        }
    }

    /** A total that is not worth an invoice's trouble is taken to zero, in each tax category. */
    private void zeroSmallAmount() {
        var net = netTotal();
        if (rules.totals().smallAmounts().covers(net)) {
            var text = Language.of(group.details().language()).text("small-amount");
            taxes().stream().filter(tax -> !tax.basis().isZero())
                    .forEach(tax -> addLine(LineType.ROUNDING, text, tax.basis().negated(), tax, 0));
        }
    }

    private void addLine(LineType type, String description, Money amount, TaxSubtotal tax, long creditId) {
        lines.add(new DraftLine(InvoiceLine.ofGroup(lines.size() + 1, type, description, amount, null, tax.category(),
                tax.rate(), rules.period()), 0, creditId, 0));
    }

    private Money prepaid(List<FrozenCredit> credits, Money total) {
        var prepaid = Money.zero(currency);
        for (var credit : credits) {
            if (credit.prepaid()) {
                var used = MoneyUtils.min(credit.remaining(), total.minus(prepaid));
                if (used.isPositive()) {
                    uses.put(credit.creditId(), used);
                    prepaid = prepaid.plus(used);
                }
            }
        }
        return prepaid;
    }

    /** @param available the group's credits, of which those in the invoice's currency are taken */
    private DraftInvoice total(List<FrozenCredit> available) {
        var credits = available.stream().filter(credit -> credit.remaining().getCurrencyUnit().equals(currency))
                .toList();
        addPromotionalCredits(credits);
        zeroSmallAmount();
        var taxes = taxes();
        var taxTotal = taxes.stream().map(TaxSubtotal::amount).reduce(Money.zero(currency), Money::plus);
        var net = netTotal();
        var prepaid = prepaid(credits, net.plus(taxTotal));
        var invoice = new DraftInvoice(group.id(), currency, customerRunId, List.copyOf(lines), taxes, net, taxTotal,
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
        decisions.forEach(decision -> distinct.putIfAbsent(TaxRateKey.of(decision), decision));
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

    /** Without zeros at the end, and without exponent. */
    static BigDecimal plain(BigDecimal value) {
        var stripped = value.stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }
}
