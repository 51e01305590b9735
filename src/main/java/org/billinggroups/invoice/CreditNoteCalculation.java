package org.billinggroups.invoice;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.DraftInvoice.CreditUse;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The credit note that takes lines of an invoice back, with amounts below zero. However an invoice is divided into
 * credit notes, all of them together are its exact opposite, and each is between that and zero. A line takes its part
 * of what lowers the whole invoice along ({@link LineShares}). The tax of a note is what rounding leaves of the whole
 * tax, so that it may differ from that of its own basis by the smallest unit.
 */
final class CreditNoteCalculation {
    private final CorrectedInvoice corrected;
    private final Set<Integer> chosen;
    private final Invoice invoice;

    private CreditNoteCalculation(CorrectedInvoice corrected, Set<Integer> chosen) {
        this.corrected = corrected;
        this.chosen = chosen;
        this.invoice = corrected.invoice();
    }

    /**
     * An invoice with what earlier credit notes took of it.
     *
     * @param lines all its lines
     * @param shares what its shared lines come to on each of the others
     * @param creditedBefore the places of the lines that are credited already
     * @param prepaidUses what is left of its consumption of prepaid credits, in the order in which it is given back
     */
    record CorrectedInvoice(Invoice invoice, List<DraftLine> lines, LineShares shares, Set<Integer> creditedBefore,
            List<CreditUse> prepaidUses) {

        /** The places of the lines that can be credited: the shared ones go with the others. */
        Set<Integer> open() {
            var open = new TreeSet<Integer>();
            lines.stream().map(DraftLine::line)
                    .filter(line -> !line.type().isShared() && !creditedBefore.contains(line.line()))
                    .forEach(line -> open.add(line.line()));
            return open;
        }
    }

    /**
     * The credit note over these open lines.
     *
     * @throws RefusedException if it takes more back than is left, or raises what is owed
     */
    static DraftInvoice of(CorrectedInvoice corrected, Set<Integer> lines) {
        return new CreditNoteCalculation(corrected, lines).draft();
    }

    private DraftInvoice draft() {
        var lines = lines();
        var taxes = invoice.taxes().stream()
                .filter(tax -> lines.stream().anyMatch(line -> isOf(tax, line.line())))
                .map(this::reversed).toList();
        var net = sum(lines.stream().map(line -> line.line().amount()));
        var taxTotal = sum(taxes.stream().map(TaxSubtotal::amount));
        requireNoMoreThanIsLeft(net.plus(taxTotal));
        var restored = prepaidRestored(net.plus(taxTotal));
        List<CreditUse> uses = new ArrayList<>();
        lines.stream().filter(line -> line.creditId() != 0).forEach(line -> uses
                .add(new CreditUse(line.creditId(), line.line().amount().negated())));
        uses.addAll(prepaidUses(restored));
        return new DraftInvoice(invoice.groupId(), invoice.currency(), 0, lines, taxes, net, taxTotal, sellerTax(),
                restored.negated(), merged(uses));
    }

    private List<DraftLine> lines() {
        List<DraftLine> lines = new ArrayList<>();
        Map<DraftLine, Money> shared = new LinkedHashMap<>();
        for (var line : corrected.lines()) {
            if (chosen.contains(line.line().line())) {
                lines.add(new DraftLine(line.line().negated(), line.priceId(), line.creditId(), 0));
                corrected.shares().on(line.line().line())
                        .forEach(share -> shared.merge(share.of(), share.amount(), Money::plus));
            }
        }
        shared.forEach((of, amount) -> {
            if (!amount.isZero()) {
                lines.add(new DraftLine(of.line().withAmount(amount).negated(), of.priceId(), of.creditId(), 0));
            }
        });
        lines.sort(Comparator.comparing(line -> line.line().line()));
        return List.copyOf(lines);
    }

    /** Also not of one tax, nor net: what is left of each figure stays between zero and what was left before. */
    private void requireNoMoreThanIsLeft(Money noteTotal) {
        if (noteTotal.isPositive()) {
            throw new RefusedException("lines " + chosen + " of " + invoice.number() + " come to "
                    + noteTotal.negated() + ": a credit note cannot raise what is owed");
        }
        for (var tax : invoice.taxes()) {
            requireNoMoreThanIsLeft("basis of " + tax.category() + " " + tax.rate().toPlainString() + " %",
                    basis(tax, Set.of()), basis(tax, chosen));
        }
        requireNoMoreThanIsLeft("net total", net(Set.of()), net(chosen));
        requireNoMoreThanIsLeft("tax", tax(Set.of()), tax(chosen));
        requireNoMoreThanIsLeft("total", net(Set.of()).plus(tax(Set.of())), net(chosen).plus(tax(chosen)));
    }

    private void requireNoMoreThanIsLeft(String what, Money before, Money after) {
        if (after.isZero() || after.isNegative() == before.isNegative()
                && !after.abs().isGreaterThan(before.abs())) {
            return;
        }
        throw new RefusedException("lines " + chosen + " of " + invoice.number() + " take " + before.minus(after)
                + " off its " + what + ", of which " + before + " is left: credit lines below zero together with those "
                + "that they lower, or all lines at once");
    }

    /** What the tax comes down by when the chosen lines are gone too. */
    private TaxSubtotal reversed(TaxSubtotal tax) {
        var before = basis(tax, Set.of());
        var after = basis(tax, chosen);
        return new TaxSubtotal(tax.category(), tax.rate(), after.minus(before),
                TaxSubtotal.taxOn(after, tax.rate()).minus(TaxSubtotal.taxOn(before, tax.rate())), tax.reason());
    }

    private @Nullable SellerTax sellerTax() {
        var original = invoice.sellerTax();
        if (original == null) {
            return null;
        }
        return new SellerTax(inSellerCurrency(original, chosen).minus(inSellerCurrency(original, Set.of())),
                original.rate());
    }

    private Money inSellerCurrency(SellerTax original, Set<Integer> without) {
        return Money.of(original.total().getCurrencyUnit(),
                tax(without).getAmount().multiply(original.rate().rate()), RoundingMode.HALF_UP);
    }

    private Money net(Set<Integer> without) {
        return sum(invoice.taxes().stream().map(tax -> basis(tax, without)));
    }

    private Money tax(Set<Integer> without) {
        return sum(invoice.taxes().stream().map(tax -> TaxSubtotal.taxOn(basis(tax, without), tax.rate())));
    }

    /** The lines of a tax that earlier notes left, with their shares, less some more. */
    private Money basis(TaxSubtotal tax, Set<Integer> without) {
        return sum(corrected.lines().stream().map(DraftLine::line)
                .filter(line -> isOf(tax, line) && !line.type().isShared()
                        && !corrected.creditedBefore().contains(line.line()) && !without.contains(line.line()))
                .map(corrected.shares()::net));
    }

    private static boolean isOf(TaxSubtotal tax, InvoiceLine line) {
        return line.taxCategory() == tax.category() && line.taxRate().compareTo(tax.rate()) == 0;
    }

    /** First the amount due comes down; what goes beyond it was prepaid, and becomes credit again. */
    private Money prepaidRestored(Money noteTotal) {
        var leftToGive = sum(corrected.prepaidUses().stream().map(CreditUse::amount));
        var givenBefore = invoice.prepaid().minus(leftToGive);
        var credited = invoice.total().minus(net(chosen)).minus(tax(chosen));
        var restored = least(credited.minus(invoice.amountDue()).minus(givenBefore), leftToGive);
        return restored.isNegative() ? Money.zero(invoice.currency()) : least(restored, noteTotal.negated());
    }

    private List<CreditUse> prepaidUses(Money restored) {
        List<CreditUse> uses = new ArrayList<>();
        var left = restored;
        for (var use : corrected.prepaidUses()) {
            var part = least(use.amount(), left);
            if (part.isPositive()) {
                uses.add(new CreditUse(use.creditId(), part.negated()));
                left = left.minus(part);
            }
        }
        return uses;
    }

    /** One entry per credit: a promotional one may be on several lines. */
    private List<CreditUse> merged(List<CreditUse> uses) {
        return uses.stream().map(CreditUse::creditId).distinct().map(id -> new CreditUse(id,
                sum(uses.stream().filter(use -> use.creditId() == id).map(CreditUse::amount)))).toList();
    }

    private Money sum(Stream<Money> amounts) {
        return amounts.reduce(Money.zero(invoice.currency()), Money::plus);
    }

    private static Money least(Money a, Money b) {
        return a.isLessThan(b) ? a : b;
    }
}
