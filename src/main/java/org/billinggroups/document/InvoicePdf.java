package org.billinggroups.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoice.Invoice;
import org.openpdf.text.Document;
import org.openpdf.text.Rectangle;
import org.openpdf.text.pdf.PdfWriter;

/**
 * Writes the PDF of an invoice: the first page answers at a glance who owes whom how much until when, then come the
 * lines of each project. An invoice without number is marked as draft on every page.
 *
 * <p>The same invoice gives the same bytes in every process, time zone and locale. An instance has no state and may be
 * shared by threads.
 */
public final class InvoicePdf {
    private static final int FEW_BYTES = 1 << 16;
    /** Measured on an invoice of 1,000 lines: takes no longer than level 1, and has a tenth fewer bytes. */
    private static final int LEVEL = 2;

    /**
     * What says who is who and cannot be printed, because the fonts lack a character or it has no look: a sentence for
     * each, which names field and character. In other texts such characters have a substitute.
     */
    public static List<String> unprintable(Invoice invoice) {
        return PrintedTexts.exact(invoice).stream().filter(exact -> !Glyphs.canShow(exact.text()))
                .map(exact -> "there is no glyph for " + Glyphs.named(Glyphs.missing(exact.text())) + " in the "
                        + exact.field() + " '" + exact.text() + "'")
                .distinct().toList();
    }

    /**
     * Draws the document.
     *
     * @param lines the file that has all lines, which a document with sums names
     * @throws UnprintableTextException if a text of the invoice cannot be printed
     */
    byte[] draw(Invoice invoice, Comparison before, LinesFile lines) {
        List<String> unprintable = unprintable(invoice);
        if (!unprintable.isEmpty()) {
            throw new UnprintableTextException(unprintable);
        }
        // In memory first: OpenPDF wraps what goes wrong when bytes are written.
        var bytes = new ByteArrayOutputStream(FEW_BYTES);
        try (var document = new Document(new Rectangle(Pages.WIDTH, Pages.HEIGHT))) {
            var writer = PdfWriter.getInstance(document, bytes);
            writer.setCompressionLevel(LEVEL);
            var archive = new Archive(writer, invoice);
            document.open();
            archive.complete(draw(document, writer, invoice, before, lines));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** The pages of the invoice's document. */
    static List<List<Pages.Placed>> pages(Invoice issued, Comparison before, LinesFile lines) {
        DocumentType type = DocumentType.of(issued);
        Invoice invoice = issued.asPrinted();
        List<Section> sections = Section.of(invoice);
        var masthead = new Masthead(invoice, type);
        var summary = new Summary(invoice, type, sections, before).blocks();
        var payment = new Payment(invoice, type).blocks();
        var opening = Stream.of(masthead.blocks(), masthead.extraText(), summary, payment)
                .flatMap(List::stream).toList();
        var footer = Footer.of(invoice.seller());
        if (!Pages.fitOnFirst(opening, footer)) {
            // How to pay belongs on the first page, however many projects there are.
            opening = Stream.of(masthead.blocks(), payment, masthead.extraText(), summary)
                    .flatMap(List::stream).toList();
        }
        return Pages.of(opening, new Details(invoice, lines).blocks(sections, issued.linesLeftOut()), footer);
    }

    /** Draws the pages, and gives an id that follows from all that they show and whose they are. */
    private static byte[] draw(Document document, PdfWriter writer, Invoice invoice, Comparison before,
            LinesFile lines) {
        var pages = pages(invoice, before, lines);
        var drawing = new PageDrawing(invoice, writer);
        var id = Sha256.newDigest();
        id.update((invoice.number() + '\n' + invoice.groupId()).getBytes(StandardCharsets.UTF_8));
        var sum = new CRC32();
        for (int page = 1; page <= pages.size(); page++) {
            if (page > 1) {
                document.newPage();
            }
            drawing.draw(pages.get(page - 1), page, pages.size());
            var shown = writer.getDirectContent().getInternalBuffer();
            sum.update(shown.getBuffer(), 0, shown.size());
            id.update(Long.toHexString(sum.getValue()).getBytes(StandardCharsets.US_ASCII));
        }
        return id.digest();
    }
}
