package org.billinggroups.document;

import java.awt.Color;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** What a page shows, as operators of PDF (ISO 32000-1, Annex A). Places count in points from the lower left corner. */
final class ContentStream {
    private static final int HUNDREDTHS = 100;
    private static final BigDecimal MOST = new BigDecimal("255");

    private final DocumentFonts fonts;
    private final Map<Color, String> colors = new HashMap<>();
    private byte[] bytes = new byte[1 << 14];
    private int length;
    private DocumentFonts.@Nullable Used font;
    private long lineX;
    private long lineY;

    ContentStream(DocumentFonts fonts) {
        this.fonts = fonts;
    }

    /** Empties it for the next page. */
    void clear() {
        length = 0;
        font = null;
    }

    void writeTo(OutputStream out) throws IOException {
        out.write(bytes, 0, length);
    }

    ContentStream fillColor(Color color) {
        return operator(colors.computeIfAbsent(color, ContentStream::fill));
    }

    private static String fill(Color color) {
        return IntStream.of(color.getRed(), color.getGreen(), color.getBlue())
                .mapToObj(part -> BigDecimal.valueOf(part).divide(MOST, 3, RoundingMode.HALF_UP).toPlainString())
                .collect(Collectors.joining(" ", "", " rg"));
    }

    ContentStream filledRectangle(float x, float y, float width, float height) {
        return number(x).number(y).number(width).number(height).operator("re").operator("f");
    }

    /** Draws a picture of the document's resources into a rectangle. */
    ContentStream picture(String name, float x, float y, float width, float height) {
        return operator("q").number(width).operator("0 0").number(height).number(x).number(y).operator("cm")
                .operator("/" + name + " Do").operator("Q");
    }

    ContentStream beginText() {
        lineX = 0;
        lineY = 0;
        return operator("BT");
    }

    ContentStream endText() {
        return operator("ET");
    }

    ContentStream font(FontFile file, float size) {
        var used = fonts.use(file);
        font = used;
        return operator("/" + used.name()).number(size).operator("Tf");
    }

    /** Where the next text starts: counted from the start of the last one, which makes for short numbers. */
    ContentStream moveTo(float x, float y) {
        long newX = hundredths(x);
        long newY = hundredths(y);
        number(newX - lineX).number(newY - lineY);
        lineX = newX;
        lineY = newY;
        return operator("Td");
    }

    /** Starts text that rises by 45 degrees. */
    ContentStream riseFrom(float x, float y) {
        return operator("0.70711 0.70711 -0.70711 0.70711").number(x).number(y).operator("Tm");
    }

    /** Shows a text in the present font, which must have all its characters. */
    ContentStream show(String text) {
        var used = font;
        if (used == null) {
            throw new IllegalStateException("no font yet for: " + text);
        }
        room(4 * text.length() + 8);
        bytes[length++] = '(';
        for (int i = 0; i < text.length(); i++) {
            int character = text.charAt(i);
            if (Character.isHighSurrogate((char) character)) {
                character = text.codePointAt(i);
                i++;
            }
            used.characters().set(character);
            int glyph = used.font().glyph(character);
            literal(glyph >> 8);
            literal(glyph & 0xFF);
        }
        return operator(")Tj");
    }

    private void literal(int value) {
        if (value == '(' || value == ')' || value == '\\') {
            bytes[length++] = '\\';
        }
        // A reader takes a bare carriage return for a line feed.
        if (value == '\r') {
            bytes[length++] = '\\';
            bytes[length++] = 'r';
        } else {
            bytes[length++] = (byte) value;
        }
    }

    private static long hundredths(float points) {
        return Math.round((double) points * HUNDREDTHS);
    }

    private ContentStream number(float points) {
        return number(hundredths(points));
    }

    /** A decimal number without zeros at its end, and a blank. */
    private ContentStream number(long hundredths) {
        room(24);
        long positive = Math.abs(hundredths);
        int decimals = (int) (positive % HUNDREDTHS);
        if (hundredths < 0) {
            bytes[length++] = '-';
        }
        length = digits(positive / HUNDREDTHS);
        if (decimals != 0) {
            bytes[length++] = '.';
            bytes[length++] = (byte) ('0' + decimals / 10);
            if (decimals % 10 != 0) {
                bytes[length++] = (byte) ('0' + decimals % 10);
            }
        }
        bytes[length++] = ' ';
        return this;
    }

    /** Appends the digits of a number, and gives where they end. */
    private int digits(long number) {
        int end = length + 1;
        for (long more = number / 10; more > 0; more /= 10) {
            end++;
        }
        long rest = number;
        for (int at = end - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    /** ASCII, and the end of the line. */
    private ContentStream operator(String operator) {
        room(operator.length() + 1);
        for (int i = 0; i < operator.length(); i++) {
            bytes[length++] = (byte) operator.charAt(i);
        }
        bytes[length++] = '\n';
        return this;
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * (length + more));
        }
    }
}
