package org.billinggroups.document;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Optional;
import java.util.zip.DeflaterOutputStream;
import javax.imageio.ImageIO;
import org.billinggroups.invoice.Invoice;
import org.jspecify.annotations.Nullable;
import org.openpdf.text.Image;
import org.openpdf.text.pdf.PdfContentByte;

/**
 * The seller's picture at the head of the first page, scaled into its place; what is transparent in it gets white.
 *
 * @param url where it comes from
 * @param image the picture, deflated once for all documents
 */
record Logo(String url, Image image) {
    private static final float MOST_WIDTH = 170;
    private static final float MOST_HEIGHT = 44;
    private static final int RED_GREEN_BLUE = 3;
    private static final int BITS = 8;

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
            var image = Image.getInstance(opaque.getWidth(), opaque.getHeight(), RED_GREEN_BLUE, BITS,
                    deflated(opaque));
            image.setDeflated(true);
            image.scaleToFit(MOST_WIDTH, MOST_HEIGHT);
            return new Logo(url, image);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] deflated(BufferedImage picture) throws IOException {
        var samples = new ByteArrayOutputStream();
        try (var deflated = new DeflaterOutputStream(samples)) {
            int width = picture.getWidth();
            var row = new byte[RED_GREEN_BLUE * width];
            for (int y = 0; y < picture.getHeight(); y++) {
                for (int x = 0; x < width; x++) {
                    int pixel = picture.getRGB(x, y);
                    row[RED_GREEN_BLUE * x] = (byte) (pixel >> 16);
                    row[RED_GREEN_BLUE * x + 1] = (byte) (pixel >> 8);
                    row[RED_GREEN_BLUE * x + 2] = (byte) pixel;
                }
                deflated.write(row);
            }
        }
        return samples.toByteArray();
    }

    float width() {
        return image.getScaledWidth();
    }

    float height() {
        return image.getScaledHeight();
    }

    /** Draws it below and to the right of a point. */
    void draw(PdfContentByte canvas, float left, float top) {
        canvas.addImage(image, width(), 0, 0, height(), left, top - height());
    }
}
