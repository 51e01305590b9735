package org.billinggroups.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.pdf.BaseFont;

/**
 * The two typefaces of all documents: Liberation Sans (Latin, Greek, Cyrillic), symbols of DejaVu Sans, and Noto Sans
 * (Chinese, Japanese). Usual letters are in small fonts that are cut from these, since a document has the widths of all
 * letters of a font that it uses; Western European ones have a byte each. All but the first font are read when a letter
 * needs them. Fonts are parsed once per process and only read afterwards.
 */
enum Typeface {
    REGULAR("Regular"), BOLD("Bold");

    private static final int MISSING = -1;
    private static final float UNITS = 1000;
    /** Measured on invoices: takes less than half the time of the usual level, and fonts are a tenth larger. */
    private static final int LEVEL = 3;

    private final BaseFont font;
    private final short[] widths = new short[Character.MAX_VALUE + 1];
    private final List<Further> further;

    Typeface(String weight) {
        var file = "/fonts/invoice/InvoiceSans-" + weight + ".ttf";
        font = read(file, BaseFont.WINANSI, 0);
        var latin = new Further(file, 1);
        further = List.of(latin, further("SansMore", weight, 2), further("Symbols", weight, 3),
                further("SansJapanese", weight, 4), further("SansSimplified", weight, 5),
                further("SansTraditional", weight, 6),
                new Further("/fonts/ttf/NotoSansSC/NotoSansSC-" + weight + ".ttf", 7));
        Arrays.fill(widths, (short) MISSING);
        for (char c = 0; c < Character.MAX_VALUE; c++) {
            if (font.charExists(c) && latin.font().charExists(c)) {
                widths[c] = (short) font.getWidth(c);
            }
        }
    }

    private static Further further(String name, String weight, int place) {
        return new Further("/fonts/invoice/Invoice" + name + "-" + weight + ".ttf", place);
    }

    /** Letters that one font shows. */
    record Run(BaseFont font, String text) {}

    /** A font for letters that those before lack. */
    private static final class Further {
        private final String file;
        private final int place;
        private @Nullable BaseFont font;

        Further(String file, int place) {
            this.file = file;
            this.place = place;
        }

        synchronized BaseFont font() {
            var present = font;
            if (present == null) {
                present = read(file, BaseFont.IDENTITY_H, place);
                font = present;
            }
            return present;
        }
    }

    private static BaseFont read(String file, String encoding, int place) {
        try (var in = Typeface.class.getResourceAsStream(file)) {
            if (in == null) {
                throw new IllegalStateException("the font " + file + " is not on the class path");
            }
            var name = file.substring(file.lastIndexOf('/') + 1);
            var font = BaseFont.createFont(name, encoding, BaseFont.EMBEDDED, false, in.readAllBytes(), null);
            // PDF/A-3 forbids a CIDSet that does not list every glyph, and OpenPDF's does not.
            font.setIncludeCidSet(false);
            font.setCompressionLevel(LEVEL);
            font.setSecureRandom(new SubsetPrefix(place));
            return font;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the font " + file, e);
        }
    }

    /** The font that shows a character, or nothing. */
    private @Nullable BaseFont fontOf(int codePoint) {
        if (isUsual(codePoint)) {
            return font;
        }
        return further.stream().map(Further::font).filter(one -> one.charExists(codePoint)).findFirst().orElse(null);
    }

    private boolean isUsual(int codePoint) {
        return codePoint < widths.length && widths[codePoint] != MISSING;
    }

    boolean shows(int codePoint) {
        return fontOf(codePoint) != null;
    }

    /** Whether the font of usual letters shows all of the text. */
    boolean isUsual(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (widths[text.charAt(i)] == MISSING) {
                return false;
            }
        }
        return true;
    }

    BaseFont usual() {
        return font;
    }

    /** The text in runs of one font each; characters that no font shows are left out. */
    List<Run> runs(String text) {
        List<Run> runs = new ArrayList<>();
        int start = 0;
        BaseFont last = null;
        for (int i = 0; i < text.length(); i += Character.charCount(text.codePointAt(i))) {
            var next = fontOf(text.codePointAt(i));
            if (next != last) {
                add(runs, last, text.substring(start, i));
                start = i;
                last = next;
            }
        }
        add(runs, last, text.substring(start));
        return runs;
    }

    private static void add(List<Run> runs, @Nullable BaseFont font, String text) {
        if (font != null) {
            runs.add(new Run(font, text));
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
                var shown = fontOf(codePoint);
                units += shown == null ? 0 : shown.getWidth(codePoint);
                i += Character.charCount(codePoint) - 1;
            }
        }
        return units * size / UNITS;
    }
}
