package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoicing.Invoice;

/**
 * Writes the PDF of an invoice: the first page answers at a glance who owes whom how much until when, then come the
 * lines of each project. An invoice without number is marked as draft on every page.
 *
 * <p>The same invoice gives the same bytes in every process, time zone and locale. An instance has no state and may be
 * shared by threads.
 */
public final class InvoicePdf {
    private static final int ID_BYTES = 16;

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
     * Writes the document and leaves the stream open.
     *
     * @throws UnprintableTextException if a text of the invoice cannot be printed; nothing is written then
     */
    void write(Invoice invoice, Comparison before, OutputStream out) {
        List<String> unprintable = unprintable(invoice);
        if (!unprintable.isEmpty()) {
            throw new UnprintableTextException(unprintable);
        }
        try (var file = new PdfFile(out)) {
            int tree = file.reserve();
            int resources = file.reserve();
            var fonts = new DocumentFonts();
            var page = "<</Type/Page/Parent " + PdfFile.reference(tree) + "/Resources " + PdfFile.reference(resources);
            var pages = draw(file, fonts, page, invoice, before);
            file.write(tree, "<</Type/Pages/Count " + pages.size() + "/Kids[" + String.join(" ", pages)
                    + "]/MediaBox[0 0 " + Math.round(Pages.WIDTH) + ' ' + Math.round(Pages.HEIGHT) + "]>>");
            file.write(resources, "<</Font" + fonts.writeTo(file) + pictures(file, invoice) + ">>");
            var archive = new Archive(file, invoice);
            int catalog = file.add("<</Type/Catalog/Pages " + PdfFile.reference(tree)
                    + "/ViewerPreferences<</DisplayDocTitle true>>" + archive.catalogEntries() + ">>");
            file.finish(catalog, archive.info(), id(invoice));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The pages of the invoice's document. */
    static List<List<Pages.Placed>> pages(Invoice issued, Comparison before) {
        DocumentType type = DocumentType.of(issued);
        Invoice invoice = issued.asPrinted();
        List<Section> sections = Section.of(invoice);
        var masthead = new Masthead(invoice, type);
        var summary = new Summary(invoice, type, sections, before).blocks();
        var payment = new Payment(invoice, type).blocks();
        var opening = Stream.of(masthead.blocks(), masthead.extraText(), summary, payment)
                .flatMap(List::stream).toList();
        if (!Pages.fitOnFirst(opening)) {
            // How to pay belongs on the first page, however many projects there are.
            opening = Stream.of(masthead.blocks(), payment, masthead.extraText(), summary)
                    .flatMap(List::stream).toList();
        }
        return Pages.of(opening, new Details(invoice).blocks(sections, issued.lines().size() - invoice.lines().size()));
    }

    /** Writes the pages, whose dictionaries start with some entries, and gives the references to them. */
    private static List<String> draw(PdfFile file, DocumentFonts fonts, String entries, Invoice invoice,
            Comparison before)
            throws IOException {
        var pages = pages(invoice, before);
        var content = new ContentStream(fonts);
        var drawing = new PageDrawing(invoice, content);
        List<String> numbers = new ArrayList<>();
        for (int page = 1; page <= pages.size(); page++) {
            content.clear();
            drawing.draw(pages.get(page - 1), page, pages.size());
            int stream = file.add("", file.deflated(content::writeTo));
            numbers.add(PdfFile.reference(file.add(entries + "/Contents " + PdfFile.reference(stream) + ">>")));
        }
        return numbers;
    }

    private static String pictures(PdfFile file, Invoice invoice) throws IOException {
        var logo = Logo.of(invoice);
        return logo.isEmpty()
                ? ""
                : "/XObject<</" + Logo.NAME + " " + PdfFile.reference(logo.get().writeTo(file)) + ">>";
    }

    /**
     * From what tells documents apart: all that they print. Keys of the database, which differ by run, are not in it.
     */
    private static byte[] id(Invoice invoice) {
        var printed = invoice.number() + '\n' + String.join("\n", PrintedTexts.of(invoice)) + '\n' + invoice.amountDue()
                + '\n'
                + invoice.groupId() + '\n' + invoice.sellerTax();
        return Arrays.copyOf(Sha256.newDigest().digest(printed.getBytes(StandardCharsets.UTF_8)), ID_BYTES);
    }
}
