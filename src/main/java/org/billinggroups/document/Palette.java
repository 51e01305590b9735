package org.billinggroups.document;

import java.awt.Color;

/** The colours of documents: ink and one accent. None is transparent. */
final class Palette {
    static final Color INK = new Color(0x1F2933);
    static final Color MUTED = new Color(0x5B6673);
    static final Color ACCENT = new Color(0x1B4F8A);
    static final Color BAR = new Color(0x8FB3DC);
    static final Color RED = new Color(0xB42318);
    static final Color HAIRLINE = new Color(0xD5DBE1);
    static final Color TINT = new Color(0xF1F5F9);
    static final Color WATERMARK = new Color(0xEDEFF2);

    private Palette() {}

    /** Halfway to white. */
    static Color lighter(Color color) {
        return new Color((color.getRed() + 255) / 2, (color.getGreen() + 255) / 2, (color.getBlue() + 255) / 2);
    }
}
