package org.billinggroups.document;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.run.TaxSubtotal;
import org.billinggroups.wording.Figures;
import org.joda.money.Money;

/** What each project costs, and how the amount due comes about. */
final class Summary {
    private static final float TOTALS_X = 150;
    private static final float AMOUNT_WIDTH = 120;
    private static final float AMOUNT_X = Pages.CONTENT_WIDTH - AMOUNT_WIDTH - 4;
    private static final float LINES_WIDTH = 50;
    private static final float LINES_X = AMOUNT_X - LINES_WIDTH - 10;
    private static final float CHANGE_WIDTH = 45;
    private static final float CHANGE_X = AMOUNT_X - 5;
    private static final float BARS_X = 215;
    private static final float BAR_WIDTH = LINES_X - BARS_X - 10;
    private static final float BAR_Y = 4.5f;
    private static final float BAR_HEIGHT = 6;
    private static final float INDENT = 4;

    private final Invoice invoice;
    private final DocumentType type;
    private final List<Section> sections;
    private final Comparison before;
    private final Wording words;
    private final Figures figures;

    Summary(Invoice invoice, DocumentType type, List<Section> sections, Comparison before) {
        this.invoice = invoice;
        this.type = type;
        this.sections = sections;
        this.before = before;
        this.words = Wording.of(invoice);
        this.figures = words.figures();
    }

    List<Block> blocks() {
        Table table = table();
        Block head = table.head();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Draft().advance(12).lines(0, Pages.CONTENT_WIDTH, Style.HEADING, words.of("summary"))
                .advance(6).block().keptWithNext());
        blocks.add(head.keptWithNext());
        Money most = sections.stream().map(Section::subtotal).max(Money::compareTo)
                .orElse(Money.zero(invoice.currency()));
        for (Section section : sections) {
            List<Block> rows = table.row(cells(section));
            blocks.add(withBar(rows.getFirst(), section.subtotal(), most).below(head));
            rows.subList(1, rows.size()).forEach(row -> blocks.add(row.below(head)));
        }
        blocks.set(blocks.size() - 1, blocks.getLast().keptWithNext());
        blocks.addAll(totals());
        return blocks;
    }

    private Table table() {
        List<Table.Column> columns = new ArrayList<>();
        columns.add(new Table.Column(words.of("project"), INDENT, BARS_X - INDENT - 10, false));
        columns.add(new Table.Column(words.of("lines"), LINES_X, LINES_WIDTH, true));
        if (before.isPossible()) {
            columns.add(new Table.Column(words.of("change"), CHANGE_X, CHANGE_WIDTH, true));
        }
        float taken = before.isPossible() ? CHANGE_WIDTH : 0;
        columns.add(new Table.Column(words.of("amount-in", invoice.currency().getCode()), AMOUNT_X + taken,
                AMOUNT_WIDTH - taken, true));
        return new Table(columns, true);
    }

    private List<List<Table.Cell>> cells(Section section) {
        List<List<Table.Cell>> cells = new ArrayList<>();
        cells.add(List.of(new Table.Cell(Style.BODY, section.heading(words))));
        cells.add(List.of(new Table.Cell(Style.BODY, Integer.toString(section.lines().size()))));
        if (before.isPossible()) {
            cells.add(List.of(new Table.Cell(Style.BODY,
                    before.change(section.project(), section.subtotal(), words))));
        }
        cells.add(List.of(new Table.Cell(Style.BODY, figures.amount(section.subtotal()))));
        return cells;
    }

    /** A bar as long as the project's part of the most expensive one. */
    private Block withBar(Block row, Money amount, Money most) {
        if (!amount.isPositive() || sections.size() == 1) {
            return row;
        }
        BigDecimal part = amount.getAmount().divide(most.getAmount(), 4, RoundingMode.HALF_UP);
        float length = Math.max(0.5f, BAR_WIDTH * part.floatValue());
        return row.with(new Block.Figure(BARS_X, BAR_Y, length, BAR_HEIGHT, 1,
                List.of(new Block.Area(0, 0, length, BAR_HEIGHT, Palette.BAR)), words.bar(part)));
    }

    private List<Block> totals() {
        List<Block> totals = new ArrayList<>();
        totals.add(Block.gap(4).keptWithNext());
        discounts().forEach(discount -> totals.add(discount.keptWithNext()));
        totals.add(netTotal().keptWithNext());
        for (TaxSubtotal tax : invoice.taxes()) {
            totals.add(tax(tax).keptWithNext());
        }
        var sellerTax = invoice.sellerTax();
        if (sellerTax != null) {
            totals.add(new Block.Draft().advance(Style.SMALL.leading())
                    .text(TOTALS_X, Style.SMALL, words.sellerTax(sellerTax))
                    .textEndingAt(AMOUNT_X + AMOUNT_WIDTH, Style.SMALL, figures.amountWithCurrency(sellerTax.total()))
                    .advance(4).block().keptWithNext());
        }
        totals.add(ruled(total(Style.STRONG, words.of("total"), invoice.total())).keptWithNext());
        var headline = ruled(total(Style.TOTAL, type.amountLabel(words), invoice.headline()));
        if (invoice.prepaid().isZero()) {
            totals.add(headline);
        } else if (type == DocumentType.CREDIT_NOTE) {
            totals.add(headline.keptWithNext());
            totals.add(total(Style.BODY, type.prepaidLabel(words), invoice.prepaid()));
        } else {
            totals.add(total(Style.BODY, type.prepaidLabel(words), invoice.prepaid().negated()).keptWithNext());
            totals.add(headline);
        }
        return totals;
    }

    /** What each percentage took off; the amounts of the projects have it in them already. */
    private Stream<Block> discounts() {
        record Discount(Money base, Money amount) {
            Discount plus(Discount other) {
                return new Discount(base.plus(other.base), amount.plus(other.amount));
            }
        }
        Map<BigDecimal, Discount> byPercent = new TreeMap<>();
        for (InvoiceLine line : invoice.lines()) {
            var percent = line.discountPercent();
            if (percent != null) {
                byPercent.merge(percent, new Discount(line.preDiscountAmount(),
                        line.preDiscountAmount().minus(line.amount())), Discount::plus);
            }
        }
        return byPercent.entrySet().stream().filter(one -> !one.getValue().amount.isZero())
                .map(one -> new Block.Draft().advance(Style.SMALL.leading())
                        .text(TOTALS_X, Style.SMALL, words.of("discount-included", figures.percent(one.getKey()),
                                figures.amountWithCurrency(one.getValue().base)))
                        .textEndingAt(AMOUNT_X + AMOUNT_WIDTH, Style.SMALL, figures.amount(one.getValue().amount))
                        .advance(4)
                        .block());
    }

    private Block netTotal() {
        Block.Draft block = new Block.Draft().advance(Style.BODY.leading())
                .text(TOTALS_X, Style.BODY, words.of("net-total"));
        if (before.isPossible()) {
            block.textEndingAt(CHANGE_X + CHANGE_WIDTH, Style.BODY, before.change(invoice.netTotal(), words));
        }
        return block.textEndingAt(AMOUNT_X + AMOUNT_WIDTH, Style.BODY, figures.amount(invoice.netTotal())).advance(4)
                .block();
    }

    private Block tax(TaxSubtotal tax) {
        Block.Draft block = new Block.Draft();
        String name = words.tax(tax);
        block.lines(TOTALS_X, AMOUNT_X - TOTALS_X, Style.BODY, name);
        block.textEndingAt(AMOUNT_X + AMOUNT_WIDTH, Style.BODY, figures.amount(tax.amount()));
        var reason = words.reason(tax);
        if (reason != null) {
            block.lines(TOTALS_X, AMOUNT_X - TOTALS_X, Style.SMALL, reason);
        }
        return block.advance(4).block();
    }

    private Block total(Style style, String name, Money amount) {
        boolean due = style == Style.TOTAL;
        return new Block.Draft().advance(style.leading()).text(TOTALS_X, style, name)
                .textEndingAt(AMOUNT_X + AMOUNT_WIDTH, style,
                        due ? figures.amountWithCurrency(amount) : figures.amount(amount))
                .advance(4).block();
    }

    private static Block ruled(Block block) {
        return block.with(new Block.Area(TOTALS_X, 0, Pages.CONTENT_WIDTH - TOTALS_X, 0.7f, Palette.MUTED));
    }
}
