package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.billinggroups.rating.SharedAmount;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.Money;

/**
 * Takes promotional credits off the taxable base: one after the other, from each tax category in proportion to what is
 * charged in it, and never more than is charged.
 */
final class PromotionalCredits {
    private PromotionalCredits() {}

    /**
     * What is taken from one credit in one tax category.
     *
     * @param amount above zero
     */
    record Taken(FrozenCredit credit, TaxSubtotal from, Money amount) {}

    /** What is taken from the credits, in their order; prepaid ones are left alone. */
    static List<Taken> take(List<FrozenCredit> credits, List<TaxSubtotal> taxes) {
        List<Taken> all = new ArrayList<>();
        var left = taxes;
        for (var credit : credits) {
            if (credit.prepaid() || left.isEmpty()) {
                continue;
            }
            var amount = least(credit.remaining(), most(left));
            if (amount.isPositive()) {
                var taken = share(credit, amount, left);
                all.addAll(taken);
                left = without(left, taken);
            }
        }
        return all;
    }

    private static List<Taken> share(FrozenCredit credit, Money amount, List<TaxSubtotal> taxes) {
        var currency = amount.getCurrencyUnit();
        var charged = taxes.stream().filter(tax -> tax.basis().isPositive()).toList();
        var shares = SharedAmount.of(amount.getAmount(), charged.stream().map(tax -> tax.basis().getAmount()).toList(),
                currency.getDecimalPlaces());
        List<Taken> taken = new ArrayList<>();
        for (int i = 0; i < charged.size(); i++) {
            if (shares.get(i).signum() > 0) {
                taken.add(new Taken(credit, charged.get(i), Money.of(currency, shares.get(i))));
            }
        }
        return taken;
    }

    private static List<TaxSubtotal> without(List<TaxSubtotal> taxes, List<Taken> taken) {
        return taxes.stream().map(tax -> {
            var rest = taken.stream().filter(part -> part.from() == tax).map(Taken::amount).reduce(tax.basis(),
                    Money::minus);
            return TaxSubtotal.of(tax.category(), tax.rate(), rest, tax.reason());
        }).toList();
    }

    /**
     * The net total; less where late usage has made the basis of a tax rate negative, as its tax would then take the
     * total below zero.
     */
    private static Money most(List<TaxSubtotal> taxes) {
        var net = Money.total(taxes.stream().map(TaxSubtotal::basis).toList());
        if (taxes.stream().noneMatch(tax -> tax.basis().isNegative())) {
            return net;
        }
        var currency = net.getCurrencyUnit();
        var total = taxes.stream().map(TaxSubtotal::amount).reduce(net, Money::plus);
        var highest = taxes.stream().map(TaxSubtotal::rate).max(Comparator.naturalOrder()).orElse(BigDecimal.ZERO);
        // One unit less, since each tax is rounded on its own.
        var most = total.getAmount().divide(BigDecimal.ONE.add(highest.movePointLeft(2)), currency.getDecimalPlaces(),
                RoundingMode.FLOOR).subtract(BigDecimal.ONE.movePointLeft(currency.getDecimalPlaces()));
        return least(net, Money.of(currency, most));
    }

    private static Money least(Money a, Money b) {
        return a.isLessThan(b) ? a : b;
    }
}
