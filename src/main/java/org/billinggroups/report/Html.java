package org.billinggroups.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;

/** Writes HTML as a stream. Text is escaped; markup comes from this package only. */
final class Html {
    private final Writer out;

    /** A cell of a table; numbers are set apart from text. */
    record Cell(String text, boolean numeric) {
        static Cell text(String text) {
            return new Cell(text, false);
        }

        static Cell number(String number) {
            return new Cell(number, true);
        }
    }

    Html(Writer out) {
        this.out = out;
    }

    Html raw(String markup) {
        try {
            out.write(markup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Text, which cannot become markup. */
    Html text(String text) {
        return raw(escaped(text));
    }

    Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name.split(" ", 2)[0] + ">");
    }

    /** A section with a heading; {@link #end} ends it. */
    Html section(String heading) {
        return raw("<section>\n").element("h2", heading).raw("\n");
    }

    Html end() {
        return raw("</section>\n");
    }

    Html table(Cell... heads) {
        raw("<div class=\"scroll\"><table><thead><tr>");
        for (var head : heads) {
            element(head.numeric() ? "th class=\"n\"" : "th", head.text());
        }
        return raw("</tr></thead><tbody>\n");
    }

    Html endTable() {
        return raw("</tbody></table></div>\n");
    }

    Html row(Cell... cells) {
        raw("<tr>");
        for (var cell : cells) {
            element(cell.numeric() ? "td class=\"n\"" : "td", cell.text());
        }
        return raw("</tr>\n");
    }

    static String escaped(String text) {
        var escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }
}
