package org.billinggroups.account;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.imageio.stream.MemoryCacheImageInputStream;

/** How a seller's documents look: the rules of colour and logo. */
final class Appearance {
    private static final Pattern COLOR = Pattern.compile("#[0-9A-Fa-f]{6}");
    private static final Pattern DATA_URL = Pattern.compile("data:image/(png|jpeg);base64,([A-Za-z0-9+/]+=*)");
    /** How bright blue, green and red are, of ten thousand. */
    private static final int[] WEIGHTS = { 722, 7152, 2126 };
    private static final int MOST_BYTES = 200_000;
    private static final int MOST_PIXELS = 1200;
    private static final String EXPECTED = "expected a PNG or JPEG as a data URL such as data:image/png;base64,..., of "
            + MOST_BYTES / 1000 + " kB and " + MOST_PIXELS + " pixels each way at most";

    private Appearance() {}

    /** A colour as {@code #RRGGBB}. */
    static String color(String text) {
        if (!COLOR.matcher(text).matches()) {
            throw new IllegalArgumentException("expected a colour such as #1B4F8A");
        }
        if (!isReadableOnWhite(Integer.parseInt(text.substring(1), 16))) {
            throw new IllegalArgumentException("expected a darker colour: headings in this one could not be read on "
                    + "white paper (WCAG 2 wants a contrast of 4.5 to 1)");
        }
        return text.toUpperCase(Locale.ROOT);
    }

    /** By relative luminance (WCAG 2.2): white has 1, and both get 0.05 for stray light. */
    private static boolean isReadableOnWhite(int rgb) {
        var luminance = 0.0;
        for (int channel = 0; channel < WEIGHTS.length; channel++) {
            var value = (rgb >> 8 * channel & 0xFF) / 255.0;
            luminance += WEIGHTS[channel] / 10_000.0
                    * (value <= 0.04045 ? value / 12.92 : StrictMath.pow((value + 0.055) / 1.055, 2.4));
        }
        return 1.05 / (luminance + 0.05) >= 4.5;
    }

    /** A picture that can be read and is of a sensible size. */
    static String logo(String text) {
        var url = DATA_URL.matcher(text);
        if (text.length() > 2 * MOST_BYTES || !url.matches()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        var bytes = Base64.getDecoder().decode(url.group(2));
        if (bytes.length > MOST_BYTES || !isPicture(bytes)) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return text;
    }

    /** The size is looked at before the pixels, of which a small file may have very many. */
    private static boolean isPicture(byte[] bytes) {
        try (var in = new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
            var readers = ImageIO.getImageReaders(in);
            if (!readers.hasNext()) {
                return false;
            }
            var reader = readers.next();
            reader.setInput(in);
            boolean fits = reader.getWidth(0) <= MOST_PIXELS && reader.getHeight(0) <= MOST_PIXELS;
            if (fits) {
                reader.read(0);
            }
            reader.dispose();
            return fits;
        } catch (IOException | RuntimeException e) {
            // Readers answer broken files with whatever exception they come upon.
            return false;
        }
    }
}
