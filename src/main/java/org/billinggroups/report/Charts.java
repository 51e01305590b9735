package org.billinggroups.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Charts as inline SVG: no scripts, no network; colours come from the page's style, so they follow dark mode. They are
 * as wide as the page, by percentages, so that text keeps its size on a telephone.
 */
final class Charts {
    private static final int ROW = 40;
    private static final int COLUMN_HEIGHT = 160;
    private static final int SERIES = 7;
    private static final int PERCENT = 100;

    private Charts() {}

    record Bar(String label, BigDecimal amount, String text) {}

    /** Bars below their labels, the longest as wide as the chart; amounts below zero have no bar. */
    static void bars(Html html, String title, List<Bar> bars) {
        var most = bars.stream().map(Bar::amount).reduce(BigDecimal.ZERO, BigDecimal::max);
        begin(html, title, bars.size() * ROW);
        for (int i = 0; i < bars.size(); i++) {
            var bar = bars.get(i);
            int y = i * ROW;
            html.raw("<text x=\"0\" y=\"" + (y + 14) + "\">").text(shortened(bar.label())).raw("</text>");
            html.raw("<text class=\"n\" x=\"100%\" y=\"" + (y + 14) + "\">").text(bar.text()).raw("</text>");
            html.raw("<rect class=\"s0\" x=\"0\" y=\"" + (y + 20) + "\" width=\"" + scaled(bar.amount(), most, PERCENT)
                    + "%\" height=\"12\"/>");
        }
        html.raw("</svg>\n");
    }

    /**
     * A column for each period, stacked by series in the order of their names; the legend is the caller's.
     *
     * @param columns amounts by series, by period, in order
     */
    static void columns(Html html, String title, List<String> series, Map<String, Map<String, BigDecimal>> columns) {
        var most = columns.values().stream().map(Charts::sum).reduce(BigDecimal.ONE, BigDecimal::max);
        var eighth = new BigDecimal("12.5").divide(BigDecimal.valueOf(Math.max(1, columns.size())), 2,
                RoundingMode.HALF_UP);
        begin(html, title, COLUMN_HEIGHT + 24);
        int left = 0;
        for (var column : columns.entrySet()) {
            var bottom = new BigDecimal(COLUMN_HEIGHT);
            for (int i = 0; i < series.size(); i++) {
                var height = new BigDecimal(scaled(column.getValue().getOrDefault(series.get(i), BigDecimal.ZERO), most,
                        COLUMN_HEIGHT));
                bottom = bottom.subtract(height);
                html.raw("<rect class=\"s" + i % SERIES + "\" x=\"" + times(eighth, left + 1) + "%\" y=\""
                        + bottom.toPlainString() + "\" width=\"" + times(eighth, 6) + "%\" height=\""
                        + height.toPlainString() + "\"/>");
            }
            html.raw("<text class=\"c\" x=\"" + times(eighth, left + 4) + "%\" y=\"" + (COLUMN_HEIGHT + 18) + "\">")
                    .text(column.getKey()).raw("</text>");
            left += 8;
        }
        html.raw("</svg>\n");
    }

    private static void begin(Html html, String title, int height) {
        html.raw("<svg role=\"img\" width=\"100%\" height=\"" + height + "\">").element("title", title);
    }

    private static String times(BigDecimal eighth, int count) {
        return eighth.multiply(BigDecimal.valueOf(count)).toPlainString();
    }

    /** The names of the series with their colours. */
    static void legend(Html html, List<String> series) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            items.add("<span><i class=\"s" + i % SERIES + "\"></i>" + Html.escaped(series.get(i)) + "</span>");
        }
        html.raw("<p class=\"legend\">" + String.join(" ", items) + "</p>\n");
    }

    private static BigDecimal sum(Map<String, BigDecimal> amounts) {
        return amounts.values().stream().filter(amount -> amount.signum() > 0).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static String scaled(BigDecimal amount, BigDecimal most, int length) {
        return amount.signum() <= 0 || most.signum() <= 0
                ? "0"
                : amount.multiply(new BigDecimal(length)).divide(most, 1, RoundingMode.HALF_UP).toPlainString();
    }

    private static String shortened(String label) {
        int most = 30;
        return label.codePointCount(0, label.length()) <= most
                ? label
                : label.substring(0, label.offsetByCodePoints(0, most - 1)) + "…";
    }
}
