package org.billinggroups.document;

import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A piece of a document that is never split between pages. Its places count in points from its upper left corner,
 * which stands at the left margin.
 *
 * @param keepWithNext whether no page may end after it
 * @param runningHead what to repeat above it when it starts a page, or null
 */
record Block(float height, List<Text> texts, List<Area> areas, boolean keepWithNext, @Nullable Block runningHead) {

    /** A line of text; {@code y} is its baseline. */
    record Text(float x, float y, Style style, String text) {}

    /** A filled rectangle: a panel or, when it is thin, a rule. */
    record Area(float x, float y, float width, float height, Color color) {}

    Block keptWithNext() {
        return new Block(height, texts, areas, true, runningHead);
    }

    Block below(Block head) {
        return new Block(height, texts, areas, keepWithNext, head);
    }

    boolean isEmpty() {
        return texts.isEmpty() && areas.isEmpty();
    }

    /** Nothing, so high; left out at the top of a page. */
    static Block gap(float height) {
        return new Draft().advance(height).block();
    }

    /** A block in the making: text is added downwards from {@link #y()}. */
    static final class Draft {
        private final List<Text> texts = new ArrayList<>();
        private final List<Area> areas = new ArrayList<>();
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

        Draft text(float x, Style style, String text) {
            texts.add(new Text(x, y, style, Glyphs.printable(text)));
            return this;
        }

        Draft textEndingAt(float right, Style style, String text) {
            String composed = Glyphs.printable(text);
            texts.add(new Text(right - style.width(composed), y, style, composed));
            return this;
        }

        /** Sets the text in lines of at most {@code width}, each one further down. */
        Draft lines(float x, float width, Style style, String text) {
            for (String line : LineBreaks.of(text, style, width)) {
                advance(style.leading()).text(x, style, line);
            }
            return this;
        }

        /** Sets a fact: its name, and on the same baseline its value in as many lines as it takes. */
        Draft fact(float x, String name, float valueX, float right, String value) {
            float top = y;
            advance(Style.BODY.leading()).text(x, Style.SMALL, name).moveTo(top);
            return lines(valueX, right - valueX, Style.BODY, value).advance(2);
        }

        Draft rule(float x, float width, float weight, Color color) {
            areas.add(new Area(x, y, width, weight, color));
            return this;
        }

        Draft area(Area area) {
            areas.add(area);
            return this;
        }

        /** The block, which ends where the draft stands. */
        Block block() {
            return new Block(y, List.copyOf(texts), List.copyOf(areas), false, null);
        }
    }
}
