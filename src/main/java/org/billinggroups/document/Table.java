package org.billinggroups.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Rows of cells below heads of columns; what is too wide for its column continues in further lines.
 *
 * @param hasCells whether readers who do not see it can go from cell to cell; else each row is a paragraph
 */
record Table(List<Column> columns, boolean hasCells) {
    private static final float PADDING = 3;
    private static final float HAIRLINE = 0.5f;
    private static final int MOST_LINES_IN_A_BLOCK = 40;

    /** A column; numbers are at its right end. */
    record Column(String head, float x, float width, boolean numeric) {}

    /** A text in a cell, set in its own style below those before. */
    record Cell(Style style, String text) {}

    private record Line(Style style, String text) {}

    /** The heads of the columns. */
    Block head() {
        Block.Draft head = new Block.Draft();
        head.area(new Block.Area(0, 0, Pages.CONTENT_WIDTH, Style.LABEL.leading() + 2 * PADDING, Palette.TINT));
        head.moveTo(PADDING + Style.LABEL.size());
        for (Column column : columns) {
            set(cell(head, Block.Role.COLUMN_HEAD), column, new Line(Style.LABEL, Glyphs.printable(column.head())));
        }
        return head.moveTo(Style.LABEL.leading() + 2 * PADDING).block(kind());
    }

    /** A row with as many cells as there are columns: one block, or several if it is very high. */
    List<Block> row(List<List<Cell>> cells) {
        List<List<Line>> lines = new ArrayList<>();
        int most = 1;
        for (int i = 0; i < columns.size(); i++) {
            List<Line> broken = broken(cells.get(i), columns.get(i).width());
            lines.add(broken);
            most = Math.max(most, broken.size());
        }
        List<Block> blocks = new ArrayList<>(1);
        for (int from = 0; from < most; from += MOST_LINES_IN_A_BLOCK) {
            blocks.add(part(lines, from, Math.min(most, from + MOST_LINES_IN_A_BLOCK) == most));
        }
        return blocks;
    }

    private static List<Line> broken(List<Cell> cells, float width) {
        List<Line> lines = new ArrayList<>();
        for (Cell cell : cells) {
            for (String line : LineBreaks.of(cell.text(), cell.style(), width)) {
                lines.add(new Line(cell.style(), line));
            }
        }
        return lines;
    }

    private Block part(List<List<Line>> lines, int from, boolean last) {
        Block.Draft part = new Block.Draft();
        float above = PADDING + Style.BODY.size() - Style.BODY.leading();
        float bottom = Style.BODY.leading();
        for (int i = 0; i < columns.size(); i++) {
            List<Line> column = lines.get(i);
            cell(part, Block.Role.CELL).moveTo(above);
            for (Line line : column.subList(Math.min(from, column.size()),
                    Math.min(column.size(), from + MOST_LINES_IN_A_BLOCK))) {
                set(part.advance(leading(line, part.y() == above)),
                        columns.get(i), line);
            }
            bottom = Math.max(bottom, part.y());
        }
        part.moveTo(bottom + PADDING + 1);
        return (last ? part.rule(0, Pages.CONTENT_WIDTH, HAIRLINE, Palette.HAIRLINE) : part).block(kind());
    }

    private Block.Kind kind() {
        return hasCells ? Block.Kind.ROW : Block.Kind.TEXT;
    }

    private Block.Draft cell(Block.Draft draft, Block.Role role) {
        return hasCells ? draft.cell(role) : draft;
    }

    /** The first lines of all cells of a row share a baseline, so they all have the distance of the larger style. */
    private static float leading(Line line, boolean first) {
        return first ? Style.BODY.leading() : line.style().leading();
    }

    private static void set(Block.Draft draft, Column column, Line line) {
        if (column.numeric()) {
            draft.lineEndingAt(column.x() + column.width(), line.style(), line.text());
        } else {
            draft.line(column.x(), line.style(), line.text());
        }
    }
}
