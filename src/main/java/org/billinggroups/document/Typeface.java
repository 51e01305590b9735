package org.billinggroups.document;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The two typefaces of all documents: Liberation Sans (Latin, Greek, Cyrillic), and for the letters that it lacks Noto
 * Sans (Chinese, Japanese), which is read when it is first needed. Fonts are parsed once per process and only read
 * afterwards.
 */
enum Typeface {
    REGULAR("/liberation/LiberationSans-Regular.ttf", "/fonts/ttf/NotoSansSC/NotoSansSC-Regular.ttf"),
    BOLD("/liberation/LiberationSans-Bold.ttf", "/fonts/ttf/NotoSansSC/NotoSansSC-Bold.ttf");

    private static final int MISSING = -1;
    private static final float UNITS = 1000;

    private final FontFile font;
    private final short[] widths = new short[Character.MAX_VALUE + 1];
    private final String fallbackFile;
    private volatile @Nullable FontFile fallback;

    Typeface(String file, String fallbackFile) {
        this.fallbackFile = fallbackFile;
        font = FontFile.read(file);
        Arrays.fill(widths, (short) MISSING);
        for (int c = 0; c < widths.length; c++) {
            if (font.glyph(c) != 0) {
                widths[c] = (short) font.width(font.glyph(c));
            }
        }
    }

    /** Letters that one font shows. */
    record Run(FontFile font, String text) {}

    FontFile font() {
        return font;
    }

    private FontFile fallback() {
        var present = fallback;
        if (present == null) {
            synchronized (this) {
                present = fallback;
                if (present == null) {
                    present = FontFile.read(fallbackFile);
                    fallback = present;
                }
            }
        }
        return present;
    }

    boolean shows(int codePoint) {
        return isOwn(codePoint) || fallback().glyph(codePoint) != 0;
    }

    private boolean isOwn(int codePoint) {
        return codePoint < widths.length ? widths[codePoint] != MISSING : font.glyph(codePoint) != 0;
    }

    /** Whether the typeface's own font shows all of the text. */
    boolean covers(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (widths[text.charAt(i)] == MISSING) {
                return text.codePoints().allMatch(this::isOwn);
            }
        }
        return true;
    }

    /** The text in runs of one font each. */
    List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        boolean own = true;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            boolean isOwn = isOwn(text.codePointAt(i));
            if (isOwn != own) {
                add(runs, own, text.substring(start, i));
                start = i;
                own = isOwn;
            }
        }
        add(runs, own, text.substring(start));
        return runs;
    }

    private void add(List<Run> runs, boolean own, String text) {
        if (!text.isEmpty()) {
            runs.add(new Run(own ? font : fallback(), text));
        }
    }

    /** The width of the text in points. */
    float width(String text, float size) {
        long units = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (widths[c] != MISSING) {
                units += widths[c];
            } else {
                int codePoint = text.codePointAt(i);
                var shown = isOwn(codePoint) ? font : fallback();
                units += shown.width(shown.glyph(codePoint));
                i += Character.charCount(codePoint) - 1;
            }
        }
        return units * size / UNITS;
    }
}
