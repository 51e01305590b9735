package org.billinggroups.document;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import javax.imageio.ImageIO;
import org.billinggroups.invoicing.Invoice;
import org.jspecify.annotations.Nullable;

/**
 * The seller's picture at the head of the first page, scaled into its place; what is transparent in it gets white.
 *
 * @param url where it comes from
 * @param columns how many pixels it is wide
 * @param rows how many pixels it is high
 * @param pixels their red, green and blue
 */
record Logo(String url, int columns, int rows, Deflated pixels) {
    /** Its name among the resources of pages. */
    static final String NAME = "Logo";

    private static final float MOST_WIDTH = 170;
    private static final float MOST_HEIGHT = 44;

    /** The picture that was read last: the invoices of a run have one seller. */
    private static volatile @Nullable Logo last;

    static Optional<Logo> of(Invoice invoice) {
        var url = invoice.seller().logo();
        if (url == null) {
            return Optional.empty();
        }
        var present = last;
        if (present == null || !present.url.equals(url)) {
            present = read(url);
            last = present;
        }
        return Optional.of(present);
    }

    private static Logo read(String url) {
        var bytes = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        try {
            var picture = ImageIO.read(new ByteArrayInputStream(bytes));
            var opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
            var graphics = opaque.createGraphics();
            graphics.drawImage(picture, 0, 0, Color.WHITE, null);
            graphics.dispose();
            return new Logo(url, opaque.getWidth(), opaque.getHeight(), Deflated.once(samples(opaque)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] samples(BufferedImage picture) {
        var samples = new byte[3 * picture.getWidth() * picture.getHeight()];
        int at = 0;
        for (int pixel : picture.getRGB(0, 0, picture.getWidth(), picture.getHeight(), null, 0, picture.getWidth())) {
            samples[at++] = (byte) (pixel >> 16);
            samples[at++] = (byte) (pixel >> 8);
            samples[at++] = (byte) pixel;
        }
        return samples;
    }

    private float scale() {
        return Math.min(MOST_WIDTH / columns, MOST_HEIGHT / rows);
    }

    float width() {
        return columns * scale();
    }

    float height() {
        return rows * scale();
    }

    /** Writes the picture, and gives the number of its object. */
    int writeTo(PdfFile file) throws IOException {
        return file.add("/Type/XObject/Subtype/Image/Width " + columns + "/Height " + rows
                + "/ColorSpace/DeviceRGB/BitsPerComponent 8", pixels);
    }
}
