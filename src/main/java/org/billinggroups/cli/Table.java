package org.billinggroups.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.billinggroups.file.CellText;

/**
 * A table with aligned columns.
 *
 * @param dispensable the headers of those columns that are left out, in this order, where there is no room for all
 */
record Table(List<String> header, List<List<String>> rows, List<String> dispensable) {
    private static final int GAP = 2;
    private static final int NARROWEST = 8;
    private static final String CUT = "…";

    Table {
        rows = rows.stream().map(row -> row.stream().map(CellText::line).toList()).toList();
    }

    /** The lines, the header first, with no more characters each than there is room for, if that is possible. */
    List<String> lines(int room) {
        int[] widths = widths();
        if (total(widths) <= room || dispensable.isEmpty()) {
            return aligned(cut(widths, room));
        }
        int without = header.indexOf(dispensable.getFirst());
        return new Table(without(header, without), rows.stream().map(row -> without(row, without)).toList(),
                dispensable.subList(1, dispensable.size())).lines(room);
    }

    private static List<String> without(List<String> cells, int index) {
        List<String> left = new ArrayList<>(cells);
        left.remove(index);
        return left;
    }

    private int[] widths() {
        return IntStream.range(0, header.size()).map(column -> rows.stream().mapToInt(row -> row.get(column).length())
                .reduce(header.get(column).length(), Math::max)).toArray();
    }

    private static int total(int[] widths) {
        return IntStream.of(widths).sum() + GAP * (widths.length - 1);
    }

    /** Narrows the widest columns but the first, which names the row. */
    private static int[] cut(int[] widths, int room) {
        int[] cut = widths.clone();
        while (total(cut) > room) {
            int widest = IntStream.range(1, cut.length).reduce(0,
                    (one, other) -> one == 0 || cut[other] > cut[one] ? other : one);
            if (widest == 0 || cut[widest] <= NARROWEST) {
                return cut;
            }
            cut[widest]--;
        }
        return cut;
    }

    private List<String> aligned(int[] widths) {
        List<List<String>> all = new ArrayList<>(List.of(header));
        all.addAll(rows);
        return all.stream().map(row -> {
            var text = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                var cell = row.get(i).length() <= widths[i] ? row.get(i) : row.get(i).substring(0, widths[i] - 1) + CUT;
                text.append(cell).append(" ".repeat(widths[i] - cell.length() + GAP));
            }
            return text.toString().stripTrailing();
        }).toList();
    }
}
