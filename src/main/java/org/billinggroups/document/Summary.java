package org.billinggroups.document;

import java.util.ArrayList;
import java.util.List;
import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.TaxSubtotal;
import org.joda.money.Money;

/** What each project costs, and how the amount due comes about. */
final class Summary {
    private static final float TOTALS_X = 150;
    private static final float AMOUNT_WIDTH = 120;
    private static final float AMOUNT_X = Pages.CONTENT_WIDTH - AMOUNT_WIDTH - 4;
    private static final float LINES_WIDTH = 50;
    private static final float LINES_X = AMOUNT_X - LINES_WIDTH - 10;
    private static final float INDENT = 4;

    private final Invoice invoice;
    private final DocumentType type;
    private final List<Section> sections;

    Summary(Invoice invoice, DocumentType type, List<Section> sections) {
        this.invoice = invoice;
        this.type = type;
        this.sections = sections;
    }

    List<Block> blocks() {
        Table table = new Table(List.of(new Table.Column(Wording.PROJECT, INDENT, LINES_X - INDENT - 10, false),
                new Table.Column(Wording.LINES, LINES_X, LINES_WIDTH, true),
                new Table.Column(Wording.amountIn(invoice.currency().getCode()), AMOUNT_X, AMOUNT_WIDTH, true)));
        Block head = table.head();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Draft().advance(12).lines(0, Pages.CONTENT_WIDTH, Style.HEADING, Wording.SUMMARY)
                .advance(6).block().keptWithNext());
        blocks.add(head.keptWithNext());
        for (Section section : sections) {
            table.row(cells(section)).forEach(row -> blocks.add(row.below(head)));
        }
        blocks.set(blocks.size() - 1, blocks.getLast().keptWithNext());
        blocks.addAll(totals());
        return blocks;
    }

    private static List<List<Table.Cell>> cells(Section section) {
        return List.of(List.of(new Table.Cell(Style.BODY, section.heading())),
                List.of(new Table.Cell(Style.BODY, Integer.toString(section.lines().size()))),
                List.of(new Table.Cell(Style.BODY, Figures.amount(section.subtotal()))));
    }

    private List<Block> totals() {
        List<Block> totals = new ArrayList<>();
        totals.add(Block.gap(4).keptWithNext());
        totals.add(total(Style.BODY, Wording.NET_TOTAL, invoice.netTotal()).keptWithNext());
        for (TaxSubtotal tax : invoice.taxes()) {
            totals.add(tax(tax).keptWithNext());
        }
        var sellerTax = invoice.sellerTax();
        if (sellerTax != null) {
            totals.add(new Block.Draft().advance(Style.SMALL.leading())
                    .text(TOTALS_X, Style.SMALL, Wording.sellerTax(sellerTax))
                    .textEndingAt(AMOUNT_X + AMOUNT_WIDTH, Style.SMALL, Figures.amountWithCurrency(sellerTax.total()))
                    .advance(4).block().keptWithNext());
        }
        totals.add(ruled(total(Style.STRONG, Wording.TOTAL, invoice.total())).keptWithNext());
        if (!invoice.prepaid().isZero()) {
            totals.add(total(Style.BODY, type.prepaidLabel(), invoice.prepaid().negated()).keptWithNext());
        }
        totals.add(ruled(total(Style.TOTAL, type.amountLabel(), invoice.amountDue())));
        return totals;
    }

    private static Block tax(TaxSubtotal tax) {
        Block.Draft block = new Block.Draft();
        String name = Wording.tax(tax.category(), tax.rate(), Figures.amountWithCurrency(tax.basis()));
        block.lines(TOTALS_X, AMOUNT_X - TOTALS_X, Style.BODY, name);
        block.textEndingAt(AMOUNT_X + AMOUNT_WIDTH, Style.BODY, Figures.amount(tax.amount()));
        if (tax.reason() != null) {
            block.lines(TOTALS_X, AMOUNT_X - TOTALS_X, Style.SMALL, tax.reason());
        }
        return block.advance(4).block();
    }

    private static Block total(Style style, String name, Money amount) {
        boolean due = style == Style.TOTAL;
        return new Block.Draft().advance(style.leading()).text(TOTALS_X, style, name)
                .textEndingAt(AMOUNT_X + AMOUNT_WIDTH, style,
                        due ? Figures.amountWithCurrency(amount) : Figures.amount(amount))
                .advance(4).block();
    }

    private static Block ruled(Block block) {
        Block.Area rule = new Block.Area(TOTALS_X, 0, Pages.CONTENT_WIDTH - TOTALS_X, 0.7f, Palette.MUTED);
        return new Block(block.height(), block.texts(), List.of(rule), block.keepWithNext(), block.runningHead());
    }
}
