package org.billinggroups.document;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.billinggroups.invoice.Invoice;

/**
 * The columns of the invoice's lines. Each is as wide as its widest text, within limits; the description gets what is
 * left, and notes on prices make room for it. The amount before discount, and the percentage, are shown if any line of
 * the invoice has a discount.
 */
record DetailColumns(List<Table.Column> columns, boolean discount) {
    static final float INDENT = 4;

    private static final float GUTTER = 9;
    private static final float LEAST_FOR_DESCRIPTION = 110;
    private static final float MOST_FOR_QUANTITY = 120;
    private static final float MOST_FOR_UNIT = 60;
    private static final float LEAST_FOR_PRICE = 65;
    private static final float MOST_FOR_PRICE = 105;
    private static final float MOST_FOR_AMOUNT = 90;

    static DetailColumns of(Invoice invoice, Collection<LineTexts> lines, boolean discount) {
        Widths widths = new Widths(lines);
        Wording words = Wording.of(invoice);
        List<Table.Column> fromRight = new ArrayList<>();
        float right = Pages.CONTENT_WIDTH - INDENT;
        right = add(fromRight, right, widths.column(words.of("amount-in", invoice.currency().getCode()),
                MOST_FOR_AMOUNT, Style.BODY, LineTexts::amount), true);
        if (discount) {
            right = add(fromRight, right, widths.column(words.of("before-discount"), MOST_FOR_AMOUNT, Style.BODY,
                    LineTexts::beforeDiscount), true);
        }
        right = add(fromRight, right,
                widths.column(words.of("tax"), MOST_FOR_UNIT, Style.BODY, LineTexts::tax), true);
        var unit = widths.column(words.of("unit"), MOST_FOR_UNIT, Style.BODY, LineTexts::unit);
        var quantity = widths.column(words.of("quantity"), MOST_FOR_QUANTITY, Style.BODY, LineTexts::quantity);
        float left = right - INDENT - LEAST_FOR_DESCRIPTION - quantity.points() - unit.points() - 3 * GUTTER;
        right = add(fromRight, right, widths.column(words.of("price"),
                Math.clamp(left, LEAST_FOR_PRICE, MOST_FOR_PRICE), Style.SMALL, LineTexts::price), false);
        right = add(fromRight, right, unit, false);
        right = add(fromRight, right, quantity, true);
        fromRight.add(new Table.Column(words.of("description"), INDENT, right - INDENT, false));
        return new DetailColumns(fromRight.reversed(), discount);
    }

    private static float add(List<Table.Column> columns, float right, Widths.Width width, boolean numeric) {
        columns.add(new Table.Column(width.head(), right - width.points(), width.points(), numeric));
        return right - width.points() - GUTTER;
    }

    private record Widths(Collection<LineTexts> lines) {
        private record Width(String head, float points) {}

        Width column(String head, float most, Style style, Function<LineTexts, String> text) {
            float widest = 0;
            for (var line : lines) {
                widest = Math.max(widest, style.width(text.apply(line)));
            }
            return new Width(head, Math.max(Math.min(widest, most) + 0.1f, Style.LABEL.width(head)));
        }
    }
}
