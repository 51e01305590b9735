package org.billinggroups.document;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.wording.Figures;

/** The lines of the invoice, project by project. */
final class Details {
    /** OpenPDF takes long for cells, about as long as for all else of a line: longer tables have rows only. */
    private static final int MOST_WITH_CELLS = 200;

    private final Invoice invoice;
    private final LinesFile lines;
    private final DetailColumns columns;
    private final Map<InvoiceLine, LineTexts> texts = new IdentityHashMap<>();
    private final Table table;
    private final Wording words;
    private final Figures figures;

    Details(Invoice invoice, LinesFile lines) {
        this.invoice = invoice;
        this.lines = lines;
        words = Wording.of(invoice);
        figures = words.figures();
        boolean discounted = invoice.lines().stream().anyMatch(InvoiceLine::isDiscounted);
        invoice.lines().forEach(line -> texts.put(line, LineTexts.of(line, words, discounted)));
        columns = DetailColumns.of(invoice, texts.values(), discounted);
        table = new Table(columns.columns(), invoice.lines().size() <= MOST_WITH_CELLS);
    }

    /** The blocks, with a sentence about lines that are left out. */
    List<Block> blocks(List<Section> sections, int leftOut) {
        List<Block> blocks = new ArrayList<>();
        blocks.add(Block.gap(14).keptWithNext());
        if (invoice.isSummarised()) {
            blocks.add(new Block.Draft().lines(0, Pages.CONTENT_WIDTH, Style.SMALL, words.of("lines-in-file",
                    Integer.toString(lines.lines()), lines.name(), lines.sha256())).advance(8).block().keptWithNext());
        }
        for (Section section : sections) {
            add(section, blocks);
        }
        if (leftOut > 0) {
            blocks.add(new Block.Draft().lines(0, Pages.CONTENT_WIDTH, Style.SMALL, words.leftOut(leftOut)).block());
        }
        return blocks;
    }

    private void add(Section section, List<Block> blocks) {
        Block columnHeads = table.head();
        blocks.add(heading(section.heading(words), section.tags()).keptWithNext());
        blocks.add(columnHeads.keptWithNext());
        Block head = stacked(heading(words.of("continued", section.heading(words)), ""), columnHeads);
        for (InvoiceLine line : section.lines()) {
            table.row(cells(line)).forEach(row -> blocks.add(row.below(head)));
        }
        blocks.set(blocks.size() - 1, blocks.getLast().keptWithNext());
        blocks.add(subtotal(section));
    }

    private static Block heading(String text, String tags) {
        return new Block.Draft().lines(0, Pages.CONTENT_WIDTH, Style.HEADING, text).advance(1)
                .lines(0, Pages.CONTENT_WIDTH, Style.SMALL, tags).advance(5).block();
    }

    private static Block stacked(Block upper, Block lower) {
        Block.Draft both = new Block.Draft();
        for (Block block : List.of(upper, lower)) {
            float top = both.y();
            block.areas().forEach(area -> both
                    .area(new Block.Area(area.x(), top + area.y(), area.width(), area.height(), area.color())));
            block.texts()
                    .forEach(text -> both.moveTo(top + text.y()).text(text.x(), text.style(), text.text()));
            both.moveTo(top + block.height());
        }
        return both.block();
    }

    private Block subtotal(Section section) {
        return new Block.Draft().advance(Style.STRONG.leading() + 2)
                .text(DetailColumns.INDENT, Style.STRONG, words.of("subtotal"))
                .textEndingAt(Pages.CONTENT_WIDTH - DetailColumns.INDENT, Style.STRONG,
                        figures.amountWithCurrency(section.subtotal()))
                .advance(22).block();
    }

    private List<List<Table.Cell>> cells(InvoiceLine line) {
        var beside = Objects.requireNonNull(texts.get(line));
        List<List<Table.Cell>> cells = new ArrayList<>();
        cells.add(description(line));
        cells.add(body(beside.quantity()));
        cells.add(body(beside.unit()));
        cells.add(List.of(new Table.Cell(Style.SMALL, beside.price())));
        cells.add(body(beside.tax()));
        if (columns.discount()) {
            cells.add(body(beside.beforeDiscount()));
        }
        cells.add(body(beside.amount()));
        return cells;
    }

    private List<Table.Cell> description(InvoiceLine line) {
        List<Table.Cell> cells = new ArrayList<>();
        cells.add(new Table.Cell(Style.BODY, line.description()));
        String service = line.service() == null ? "" : line.service();
        String sku = line.sku() == null ? "" : line.sku();
        cells.add(new Table.Cell(line.description().isEmpty() ? Style.BODY : Style.SMALL,
                service + (service.isEmpty() || sku.isEmpty() ? "" : " · ") + sku));
        if (!line.period().equals(invoice.period())) {
            cells.add(new Table.Cell(Style.SMALL, words.usageOf(line.period())));
        }
        if (!line.priceCurrency().equals(invoice.currency())) {
            cells.add(new Table.Cell(Style.SMALL,
                    words.pricedAt(line.priceCurrency().getCode(), figures.quantity(line.priceAmount()),
                            line.exchangeRate())));
        }
        return cells;
    }

    private static List<Table.Cell> body(String text) {
        return List.of(new Table.Cell(Style.BODY, text));
    }
}
