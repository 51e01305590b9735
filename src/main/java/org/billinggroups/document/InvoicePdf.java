package org.billinggroups.document;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.file.Sha256;
import org.billinggroups.invoicing.Invoice;
import org.openpdf.text.Document;
import org.openpdf.text.PageSize;
import org.openpdf.text.pdf.PdfBoolean;
import org.openpdf.text.pdf.PdfDictionary;
import org.openpdf.text.pdf.PdfEncryption;
import org.openpdf.text.pdf.PdfName;
import org.openpdf.text.pdf.PdfString;
import org.openpdf.text.pdf.PdfWriter;

/**
 * Writes the PDF of an invoice: the first page answers at a glance who owes whom how much until when, then come the
 * lines of each project. An invoice without number is marked as draft on every page.
 *
 * <p>The same invoice gives the same bytes in every process, time zone and locale. An instance has no state and may be
 * shared by threads.
 */
public final class InvoicePdf {

    /** The texts of the invoice that cannot be printed, because the fonts lack a character or it has no look. */
    public static List<String> unprintable(Invoice invoice) {
        return PrintedTexts.of(invoice).stream().filter(text -> !Glyphs.canShow(text)).toList();
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
        byte[] fingerprint = fingerprint(invoice);
        SubsetTags.follow(fingerprint);
        try (Document document = new Document(PageSize.A4)) {
            PdfWriter writer = PdfWriter.getInstance(document, out);
            writer.setCloseStream(false);
            writer.setPdfVersion(PdfWriter.VERSION_1_7);
            Archive archive = new Archive(writer);
            // OpenPDF writes the classic cross-reference table with digits of the default locale; this avoids it.
            writer.setFullCompression();
            document.open();
            describe(writer, archive, invoice, fingerprint);
            draw(document, writer, invoice, before);
        } finally {
            SubsetTags.done();
        }
    }

    /** The pages of the invoice's document. */
    static List<List<Pages.Placed>> pages(Invoice issued, Comparison before) {
        DocumentType type = DocumentType.of(issued);
        Invoice invoice = issued.asPrinted();
        List<Section> sections = Section.of(invoice);
        List<Block> opening = new ArrayList<>(new Masthead(invoice, type).blocks());
        opening.addAll(new Summary(invoice, type, sections, before).blocks());
        opening.addAll(new Payment(invoice, type).blocks());
        return Pages.of(opening, new Details(invoice).blocks(sections, issued.lines().size() - invoice.lines().size()));
    }

    private static void draw(Document document, PdfWriter writer, Invoice invoice, Comparison before) {
        List<List<Pages.Placed>> pages = pages(invoice, before);
        PageDrawing drawing = new PageDrawing(invoice, writer.getDirectContent());
        for (int page = 1; page <= pages.size(); page++) {
            if (page > 1) {
                document.newPage();
            }
            drawing.draw(pages.get(page - 1), page, pages.size());
        }
    }

    private static void describe(PdfWriter writer, Archive archive, Invoice invoice, byte[] fingerprint) {
        Wording words = Wording.of(invoice);
        String title = DocumentType.of(invoice).named(invoice, words);
        LocalDate issueDate = invoice.issueDate();
        LocalDate date = issueDate == null ? invoice.period().lastDay() : issueDate;
        PdfDictionary info = writer.getInfo();
        info.put(PdfName.TITLE, new PdfString(title, PdfString.TEXT_UNICODE));
        info.put(PdfName.AUTHOR, new PdfString(invoice.seller().name(), PdfString.TEXT_UNICODE));
        // OpenPDF would put a random id here.
        info.put(PdfName.FILEID, PdfEncryption.createInfoId(fingerprint, fingerprint));
        writer.getExtraCatalog().put(PdfName.LANG, new PdfString(words.language()));
        writer.setViewerPreferences(PdfWriter.PageModeUseNone);
        writer.addViewerPreference(PdfName.DISPLAYDOCTITLE, PdfBoolean.PDFTRUE);
        archive.complete(invoice, title, words.language(), date);
    }

    /** What tells documents apart: everything that they print. Keys of the database, which differ by run, are not in it. */
    private static byte[] fingerprint(Invoice invoice) {
        var printed = invoice.number() + '\n' + String.join("\n", PrintedTexts.of(invoice)) + '\n' + invoice.amountDue()
                + '\n' + invoice.groupId() + '\n' + invoice.sellerTax();
        return Sha256.newDigest().digest(printed.getBytes(StandardCharsets.UTF_8));
    }
}
