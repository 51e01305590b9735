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
import org.openpdf.text.Image;
import org.openpdf.text.pdf.PdfContentByte;

/** The seller's picture at the head of the first page, scaled into its place; what is transparent in it gets white. */
record Logo(Image image) {
    private static final float MOST_WIDTH = 170;
    private static final float MOST_HEIGHT = 44;

    /** The picture that was read last: the invoices of a run have one seller. */
    private static volatile @Nullable Picture last;

    private record Picture(String url, BufferedImage pixels) {}

    static Optional<Logo> of(Invoice invoice) {
        var url = invoice.seller().logo();
        if (url == null) {
            return Optional.empty();
        }
        try {
            var image = Image.getInstance(pixels(url), null);
            image.scaleToFit(MOST_WIDTH, MOST_HEIGHT);
            return Optional.of(new Logo(image));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static BufferedImage pixels(String url) throws IOException {
        var present = last;
        if (present == null || !present.url.equals(url)) {
            present = new Picture(url, read(url));
            last = present;
        }
        return present.pixels;
    }

    private static BufferedImage read(String url) throws IOException {
        var bytes = Base64.getDecoder().decode(url.substring(url.indexOf(',') + 1));
        var picture = ImageIO.read(new ByteArrayInputStream(bytes));
        var opaque = new BufferedImage(picture.getWidth(), picture.getHeight(), BufferedImage.TYPE_INT_RGB);
        var graphics = opaque.createGraphics();
        graphics.drawImage(picture, 0, 0, Color.WHITE, null);
        graphics.dispose();
        return opaque;
    }

    float height() {
        return image.getScaledHeight();
    }

    /** Draws it below and to the right of a point. */
    void draw(PdfContentByte canvas, float left, float top) {
        image.setAbsolutePosition(left, top - image.getScaledHeight());
        canvas.addImage(image);
    }
}
