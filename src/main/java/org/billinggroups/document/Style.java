package org.billinggroups.document;

import java.awt.Color;

/** The few ways in which text is set. */
enum Style {
    /** Most text. */
    BODY(Typeface.REGULAR, 8.5f, Palette.INK),
    /** Subtotals and what matters within text. */
    STRONG(Typeface.BOLD, 8.5f, Palette.INK),
    /** Notes below text. */
    SMALL(Typeface.REGULAR, 7, Palette.MUTED),
    /** Heads of columns, names of facts. */
    LABEL(Typeface.BOLD, 7, Palette.MUTED),
    /** Heads of sections. */
    HEADING(Typeface.BOLD, 11, Palette.ACCENT),
    /** The seller and the buyer. */
    NAME(Typeface.BOLD, 11, Palette.INK),
    /** What the document is. */
    TITLE(Typeface.BOLD, 22, Palette.ACCENT),
    /** What has to be paid. */
    DUE(Typeface.BOLD, 20, Palette.ACCENT),
    /** The last line of the totals. */
    TOTAL(Typeface.BOLD, 10, Palette.INK),
    /** What must not be overlooked. */
    ALERT(Typeface.BOLD, 11, Palette.RED);

    private static final float LEADING = 1.3f;

    private final Typeface typeface;
    private final float size;
    private final Color color;

    Style(Typeface typeface, float size, Color color) {
        this.typeface = typeface;
        this.size = size;
        this.color = color;
    }

    Typeface typeface() {
        return typeface;
    }

    float size() {
        return size;
    }

    Color color() {
        return color;
    }

    /** What text in this style is outside of tables. */
    Block.Role role() {
        return switch (this) {
            case TITLE -> Block.Role.TITLE;
            case HEADING -> Block.Role.HEADING;
            default -> Block.Role.PARAGRAPH;
        };
    }

    /** From one baseline to the next. */
    float leading() {
        return size * LEADING;
    }

    float width(String text) {
        return typeface.width(text, size);
    }
}
