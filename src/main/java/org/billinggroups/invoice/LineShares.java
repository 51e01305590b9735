package org.billinggroups.invoice;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.rating.SharedAmount;
import org.joda.money.Money;

/**
 * What the lines that change a whole invoice (promotional credit, small amounts) come to on each of its other lines:
 * they are shared over the lines of their tax category that they lower, in proportion and by the method of largest
 * remainders. None of these lines is taken beyond zero.
 */
final class LineShares {
    private final Map<Integer, List<Share>> byLine = new HashMap<>();

    private LineShares() {}

    /**
     * A part of a shared line.
     *
     * @param amount of the sign of that line
     */
    record Share(DraftLine of, Money amount) {}

    static LineShares of(List<DraftLine> lines) {
        var shares = new LineShares();
        lines.stream().filter(line -> line.line().type().isShared()).forEach(line -> shares.share(line, lines));
        return shares;
    }

    /** One after the other, each by what those before it left. */
    private void share(DraftLine shared, List<DraftLine> lines) {
        var amount = shared.line().amount();
        var lowered = lines.stream().map(DraftLine::line)
                .filter(line -> !line.type().isShared() && line.hasTaxOf(shared.line())
                        && net(line).getAmount().signum() == -amount.getAmount().signum())
                .toList();
        var parts = SharedAmount.of(amount.getAmount().abs(),
                lowered.stream().map(line -> net(line).getAmount().abs()).toList(),
                amount.getCurrencyUnit().getDecimalPlaces());
        for (int i = 0; i < lowered.size(); i++) {
            var part = Money.of(amount.getCurrencyUnit(), parts.get(i));
            byLine.computeIfAbsent(lowered.get(i).line(), line -> new ArrayList<>())
                    .add(new Share(shared, amount.isNegative() ? part.negated() : part));
        }
    }

    /** The parts that fall on the line at that place. */
    List<Share> on(int line) {
        return byLine.getOrDefault(line, List.of());
    }

    /** The amount of a line with the parts that fall on it. */
    Money net(InvoiceLine line) {
        return on(line.line()).stream().map(Share::amount).reduce(line.amount(), Money::plus);
    }
}
