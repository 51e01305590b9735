package org.billinggroups.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** Writes HTML as a stream. Text is escaped; markup comes from the program only. */
public final class Html {
    private static final String STYLE = style();

    private final Writer out;

    /** A cell of a table; numbers are set apart from text. */
    public record Cell(String text, boolean numeric) {
        /** Text. */
        public static Cell text(String text) {
            return new Cell(text, false);
        }

        /** A number as it is shown. */
        public static Cell number(String number) {
            return new Cell(number, true);
        }
    }

    /** Writes to that; whoever gave it flushes it. */
    public Html(Writer out) {
        this.out = out;
    }

    /** Begins a page that needs no other file. */
    public Html page(String title) {
        return raw("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
                + "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">"
                + "<meta name=\"color-scheme\" content=\"light dark\">").element("title", title)
                .raw("<style>\n" + STYLE + "</style></head><body>\n");
    }

    /** Ends the page. */
    public Html endPage() {
        return raw("</body></html>\n");
    }

    private static String style() {
        try (var in = Objects.requireNonNull(Html.class.getResourceAsStream("/report.css"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Markup of the program's own. */
    public Html raw(String markup) {
        try {
            out.write(markup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return this;
    }

    /** Text, which cannot become markup. */
    public Html text(String text) {
        return raw(escaped(text));
    }

    /** An element with text; the name may have attributes behind it. */
    public Html element(String name, String text) {
        return raw("<" + name + ">").text(text).raw("</" + name.split(" ", 2)[0] + ">");
    }

    /** A section with a heading; {@link #end} ends it. */
    public Html section(String heading) {
        return raw("<section>\n").element("h2", heading).raw("\n");
    }

    /** Ends a section. */
    public Html end() {
        return raw("</section>\n");
    }

    /** Begins a table. */
    public Html table(Cell... heads) {
        raw("<div class=\"scroll\"><table><thead><tr>");
        for (var head : heads) {
            element(head.numeric() ? "th class=\"n\"" : "th", head.text());
        }
        return raw("</tr></thead><tbody>\n");
    }

    /** Ends a table. */
    public Html endTable() {
        return raw("</tbody></table></div>\n");
    }

    /** A row of a table. */
    public Html row(Cell... cells) {
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
