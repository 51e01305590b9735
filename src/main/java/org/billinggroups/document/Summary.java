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
    private final Wording words;
    private final Figures figures;

    Summary(Invoice invoice, DocumentType type, List<Section> sections) {
        this.invoice = invoice;
        this.type = type;
        this.sections = sections;
        this.words = Wording.of(invoice);
        this.figures = words.figures();
    }

    List<Block> blocks() {
        Table table = new Table(List.of(new Table.Column(words.of("project"), INDENT, LINES_X - INDENT - 10, false),
                new Table.Column(words.of("lines"), LINES_X, LINES_WIDTH, true),
                new Table.Column(words.of("amount-in", invoice.currency().getCode()), AMOUNT_X, AMOUNT_WIDTH, true)));
        Block head = table.head();
        List<Block> blocks = new ArrayList<>();
        blocks.add(new Block.Draft().advance(12).lines(0, Pages.CONTENT_WIDTH, Style.HEADING, words.of("summary"))
                .advance(6).block().keptWithNext());
        blocks.add(head.keptWithNext());
        for (Section section : sections) {
            table.row(cells(section)).forEach(row -> blocks.add(row.below(head)));
        }
        blocks.set(blocks.size() - 1, blocks.getLast().keptWithNext());
        blocks.addAll(totals());
        return blocks;
    }

    private List<List<Table.Cell>> cells(Section section) {
        return List.of(List.of(new Table.Cell(Style.BODY, section.heading(words))),
                List.of(new Table.Cell(Style.BODY, Integer.toString(section.lines().size()))),
                List.of(new Table.Cell(Style.BODY, figures.amount(section.subtotal()))));
    }

    private List<Block> totals() {
        List<Block> totals = new ArrayList<>();
        totals.add(Block.gap(4).keptWithNext());
        totals.add(total(Style.BODY, words.of("net-total"), invoice.netTotal()).keptWithNext());
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
        if (!invoice.prepaid().isZero()) {
            totals.add(total(Style.BODY, type.prepaidLabel(words), invoice.prepaid().negated()).keptWithNext());
        }
        totals.add(ruled(total(Style.TOTAL, type.amountLabel(words), invoice.amountDue())));
        return totals;
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
        Block.Area rule = new Block.Area(TOTALS_X, 0, Pages.CONTENT_WIDTH - TOTALS_X, 0.7f, Palette.MUTED);
        return new Block(block.height(), block.texts(), List.of(rule), block.keepWithNext(), block.runningHead());
    }
}
