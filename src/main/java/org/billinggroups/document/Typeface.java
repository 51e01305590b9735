package org.billinggroups.document;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import org.openpdf.text.pdf.BaseFont;

/** The two fonts of all documents, Liberation Sans, parsed once per process and only read afterwards. */
enum Typeface {
    REGULAR("LiberationSans-Regular.ttf"), BOLD("LiberationSans-Bold.ttf");

    private static final int MISSING = -1;
    private static final float UNITS = 1000;

    private final BaseFont font;
    private final short[] widths = new short[Character.MAX_VALUE + 1];

    Typeface(String file) {
        try (InputStream in = BaseFont.class.getResourceAsStream("/liberation/" + file)) {
            if (in == null) {
                throw new IllegalStateException("the font " + file + " is not on the class path");
            }
            font = BaseFont.createFont(file, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, false, in.readAllBytes(), null);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the font " + file, e);
        }
        // PDF/A-3 forbids a CIDSet that does not list every glyph, and OpenPDF's does not.
        font.setIncludeCidSet(false);
        font.setSubset(true);
        font.setSecureRandom(new SubsetTags());
        Arrays.fill(widths, (short) MISSING);
        for (int c = 0; c < widths.length; c++) {
            if (font.charExists(c)) {
                widths[c] = (short) font.getWidth(c);
            }
        }
    }

    BaseFont font() {
        return font;
    }

    boolean shows(int codePoint) {
        return codePoint < widths.length ? widths[codePoint] != MISSING : font.charExists(codePoint);
    }

    /** The width of the text in points. */
    float width(String text, float size) {
        long units = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                units += font.getWidth(text.codePointAt(i));
                i++;
            } else {
                units += widths[c];
            }
        }
        return units * size / UNITS;
    }
}
