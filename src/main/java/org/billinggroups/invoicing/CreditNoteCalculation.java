package org.billinggroups.invoicing;

import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.billinggroups.invoicing.DraftInvoice.CreditUse;
import org.billinggroups.invoicing.DraftInvoice.DraftLine;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The credit note that takes lines of an invoice back, with amounts below zero. However an invoice is divided into credit
 * notes, all of them together are its exact opposite: the tax of a note is what rounding leaves of the whole tax, so that
 * it may differ from that of its own basis by the smallest unit.
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
     * @param creditedBefore the places of the lines that are credited already
     * @param prepaidUses what is left of its consumption of prepaid credits, in the order in which it is given back
     */
    record CorrectedInvoice(Invoice invoice, List<DraftLine> lines, Set<Integer> creditedBefore,
            List<CreditUse> prepaidUses) {

        /** The places of the lines that can be credited. */
        List<Integer> open() {
            return lines.stream().map(line -> line.line().line()).filter(line -> !creditedBefore.contains(line))
                    .toList();
        }
    }

    /** The credit note over these lines, none of which is credited already. */
    static DraftInvoice of(CorrectedInvoice corrected, Set<Integer> lines) {
        return new CreditNoteCalculation(corrected, lines).draft();
    }

    private DraftInvoice draft() {
        var lines = corrected.lines().stream().filter(line -> chosen.contains(line.line().line()))
                .map(line -> new DraftLine(line.line().negated(), line.priceId(), line.creditId(), 0)).toList();
        var taxes = invoice.taxes().stream()
                .filter(tax -> lines.stream().anyMatch(line -> isOf(tax, line.line())))
                .map(this::reversed).toList();
        var net = sum(lines.stream().map(line -> line.line().amount()));
        var taxTotal = sum(taxes.stream().map(TaxSubtotal::amount));
        var restored = prepaidRestored(net.plus(taxTotal));
        List<CreditUse> uses = new ArrayList<>();
        lines.stream().filter(line -> line.creditId() != 0).forEach(line -> uses
                .add(new CreditUse(line.creditId(), line.line().amount().negated())));
        uses.addAll(prepaidUses(restored));
        return new DraftInvoice(invoice.groupId(), invoice.currency(), lines, taxes, net, taxTotal, sellerTax(),
                restored.negated(), merged(uses));
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
        var left = sum(invoice.taxes().stream().map(tax -> TaxSubtotal.taxOn(basis(tax, without), tax.rate())));
        return Money.of(original.total().getCurrencyUnit(), left.getAmount().multiply(original.rate().rate()),
                RoundingMode.HALF_UP);
    }

    /** The lines of a tax that earlier notes left, less some more. */
    private Money basis(TaxSubtotal tax, Set<Integer> without) {
        return sum(corrected.lines().stream().map(DraftLine::line)
                .filter(line -> isOf(tax, line) && !corrected.creditedBefore().contains(line.line())
                        && !without.contains(line.line()))
                .map(InvoiceLine::amount));
    }

    private static boolean isOf(TaxSubtotal tax, InvoiceLine line) {
        return line.taxCategory() == tax.category() && line.taxRate().compareTo(tax.rate()) == 0;
    }

    /** First the amount due comes down; what goes beyond it was prepaid, and becomes credit again. */
    private Money prepaidRestored(Money noteTotal) {
        var zero = Money.zero(invoice.currency());
        var leftToGive = sum(corrected.prepaidUses().stream().map(CreditUse::amount));
        var givenBefore = invoice.prepaid().minus(leftToGive);
        var left = sum(invoice.taxes().stream().map(tax -> {
            var basis = basis(tax, chosen);
            return basis.plus(TaxSubtotal.taxOn(basis, tax.rate()));
        }));
        var credited = invoice.total().minus(left);
        var restored = least(credited.minus(invoice.amountDue()).minus(givenBefore), leftToGive);
        return restored.isNegative() ? zero : least(restored, noteTotal.negated());
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

    /** One entry per credit: a promotional one may stand on several lines. */
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
