package org.billinggroups.document;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document that is never split between pages. Its places count in points from its upper left corner,
 * which is at the left margin.
 *
 * @param parts what it says, in the order in which it is read
 * @param areas what only adorns it
 * @param keepWithNext whether no page may end after it
 * @param runningHead what to repeat above it when it starts a page, or null
 */
record Block(
        Kind kind, float height, List<Part> parts, List<Area> areas, boolean keepWithNext,
        @Nullable Block runningHead) {

    /** What the parts of a block make together for readers who do not see it. */
    enum Kind {
        /** Headings and paragraphs. */
        TEXT,
        /** A row of a table, its parts are the cells. Rows one after the other are of one table. */
        ROW,
        /** A paragraph that does not interrupt a table. */
        ASIDE,
        /** What was said before, or says nothing of its own, such as the foot of a page. */
        REPEATED
    }

    /** What a part is for readers who do not see it. */
    enum Role {
        TITLE, HEADING, PARAGRAPH, COLUMN_HEAD, CELL
    }

    /** Lines of text that are read in a row, then perhaps a picture. */
    record Part(Role role, List<Text> texts, @Nullable Figure figure) {}

    /** A line of text; {@code y} is its baseline. */
    record Text(float x, float y, Style style, String text) {}

    /** A filled rectangle: a panel or, when it is thin, a rule. */
    record Area(float x, float y, float width, float height, Color color) {}

    /**
     * A picture made of areas of one colour, whose places count from its upper left corner.
     *
     * @param unit how many points are 1 within the picture
     * @param meaning what it shows in words
     */
    record Figure(float x, float y, float width, float height, float unit, List<Area> areas, String meaning) {}

    /** All texts in the order in which they are read. */
    List<Text> texts() {
        return parts.stream().flatMap(part -> part.texts.stream()).toList();
    }

    Block keptWithNext() {
        return new Block(kind, height, parts, areas, true, runningHead);
    }

    Block below(Block head) {
        return new Block(kind, height, parts, areas, keepWithNext, head);
    }

    Block with(Area area) {
        return new Block(kind, height, parts, List.of(area), keepWithNext, runningHead);
    }

    /** The block with a picture after the text of its first part. */
    Block with(Figure figure) {
        var changed = new ArrayList<>(parts);
        changed.set(0, new Part(parts.getFirst().role, parts.getFirst().texts, figure));
        return new Block(kind, height, changed, areas, keepWithNext, runningHead);
    }

    /** The same once more. */
    Block repeated() {
        return new Block(Kind.REPEATED, height, parts, areas, keepWithNext, runningHead);
    }

    boolean isEmpty() {
        return parts.isEmpty() && areas.isEmpty();
    }

    /** Nothing, so high; left out at the top of a page. */
    static Block gap(float height) {
        return new Draft().advance(height).block();
    }

    /** A block in the making: text is added downwards from {@link #y()}. */
    static final class Draft {
        private final List<Part> parts = new ArrayList<>();
        private final List<Area> areas = new ArrayList<>();
        private @Nullable Part part;
        private float y;

        float y() {
            return y;
        }

        Draft advance(float points) {
            y += points;
            return this;
        }

        Draft moveTo(float newY) {
            y = newY;
            return this;
        }

        /** The texts from now on are a paragraph of their own. */
        Draft paragraph() {
            part = null;
            return this;
        }

        /** The texts from now on are in a cell, or the cell is empty. */
        Draft cell(Role role) {
            start(role);
            return this;
        }

        private Part start(Role role) {
            var next = new Part(role, new ArrayList<>(2), null);
            parts.add(next);
            part = next;
            return next;
        }

        private Draft add(Text text) {
            var open = part;
            boolean goesOn = open != null && (open.role == text.style.role() || open.role == Role.CELL
                    || open.role == Role.COLUMN_HEAD);
            (open != null && goesOn ? open : start(text.style.role())).texts.add(text);
            return this;
        }

        Draft text(float x, Style style, String text) {
            return line(x, style, Glyphs.printable(text));
        }

        Draft textEndingAt(float right, Style style, String text) {
            return lineEndingAt(right, style, Glyphs.printable(text));
        }

        /** Sets a line of {@link LineBreaks}. */
        Draft line(float x, Style style, String line) {
            return add(new Text(x, y, style, line));
        }

        Draft lineEndingAt(float right, Style style, String line) {
            return add(new Text(right - style.width(line), y, style, line));
        }

        /** Sets the text in lines of at most {@code width}, each one further down. */
        Draft lines(float x, float width, Style style, String text) {
            for (String line : LineBreaks.of(text, style, width)) {
                advance(style.leading()).line(x, style, line);
            }
            return this;
        }

        /** Sets a fact: its name, and on the same baseline its value in as many lines as it takes. */
        Draft fact(float x, String name, float valueX, float right, String value) {
            float top = y;
            paragraph().advance(Style.BODY.leading()).text(x, Style.SMALL, name).moveTo(top);
            return lines(valueX, right - valueX, Style.BODY, value).advance(2);
        }

        /** Adds a picture after the text of a paragraph. */
        Draft figure(Figure figure) {
            var last = parts.removeLast();
            parts.add(new Part(last.role, last.texts, figure));
            return paragraph();
        }

        Draft rule(float x, float width, float weight, Color color) {
            areas.add(new Area(x, y, width, weight, color));
            return this;
        }

        Draft area(Area area) {
            areas.add(area);
            return this;
        }

        /** The block, which ends at the draft's height. */
        Block block() {
            return block(Kind.TEXT);
        }

        Block block(Kind kind) {
            return new Block(kind, y, List.copyOf(parts), List.copyOf(areas), false, null);
        }
    }
}
