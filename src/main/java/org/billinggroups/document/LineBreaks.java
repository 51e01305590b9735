package org.billinggroups.document;

import java.util.ArrayList;
import java.util.List;

/**
 * Breaks text into lines: at spaces, after those that hold words together only where these words alone are wider than a
 * line, and within a word only where it is.
 */
final class LineBreaks {
    private static final String ELLIPSIS = "…";

    private LineBreaks() {}

    /** The lines of the text, none of which is wider than {@code width} unless it is a single character. */
    static List<String> of(String text, Style style, float width) {
        String rest = Glyphs.printable(text).strip();
        List<String> lines = new ArrayList<>(1);
        while (!rest.isEmpty()) {
            int end = style.width(rest) <= width ? rest.length() : breakOf(rest, style, width);
            lines.add(rest.substring(0, end).stripTrailing());
            rest = rest.substring(end).stripLeading();
        }
        return lines;
    }

    /** The text where it is no wider than {@code width}, else its beginning and an ellipsis. */
    static String shortened(String text, Style style, float width) {
        String composed = Glyphs.printable(text).strip();
        return style.width(composed) <= width
                ? composed
                : composed.substring(0, longestThatFits(composed, style, width - style.width(ELLIPSIS))).strip()
                        + ELLIPSIS;
    }

    private static int breakOf(String text, Style style, float width) {
        int fits = longestThatFits(text, style, width);
        // Widths added one by one may come out a trace smaller than the width of the whole.
        if (fits == text.length() || text.charAt(fits) == ' ') {
            return fits;
        }
        int space = text.lastIndexOf(' ', fits - 1);
        int held = text.lastIndexOf('\u00a0', fits - 1);
        return space > 0 ? space : held > 0 ? held + 1 : fits;
    }

    private static int longestThatFits(String text, Style style, float width) {
        float used = 0;
        int end = 0;
        while (end < text.length()) {
            int next = text.offsetByCodePoints(end, 1);
            used += style.width(text.substring(end, next));
            if (used > width && end > 0) {
                return end;
            }
            end = next;
        }
        return end;
    }
}
