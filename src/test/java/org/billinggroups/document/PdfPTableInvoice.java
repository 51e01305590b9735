package org.billinggroups.document;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.stream.Stream;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.wording.Figures;
import org.openpdf.text.Document;
import org.openpdf.text.Element;
import org.openpdf.text.Font;
import org.openpdf.text.PageSize;
import org.openpdf.text.Paragraph;
import org.openpdf.text.Phrase;
import org.openpdf.text.pdf.BaseFont;
import org.openpdf.text.pdf.ColumnText;
import org.openpdf.text.pdf.PdfPCell;
import org.openpdf.text.pdf.PdfPTable;
import org.openpdf.text.pdf.PdfPageEventHelper;
import org.openpdf.text.pdf.PdfWriter;

/**
 * What {@link InvoicePdf} is measured against: the texts of an invoice set with OpenPDF's tables, as its examples do.
 * It embeds the fonts that ours are cut from, parsed once, but has no payment code, no XML, no tags and nothing of PDF/A.
 */
final class PdfPTableInvoice {
    private static final BaseFont REGULAR = read("/liberation/LiberationSans-Regular.ttf");
    private static final BaseFont BOLD = read("/liberation/LiberationSans-Bold.ttf");
    private static final Font BODY = new Font(REGULAR, 8.5f, Font.NORMAL, Palette.INK);
    private static final Font STRONG = new Font(BOLD, 8.5f, Font.NORMAL, Palette.INK);
    private static final Font SMALL = new Font(REGULAR, 7, Font.NORMAL, Palette.MUTED);
    private static final Font LABEL = new Font(BOLD, 7, Font.NORMAL, Palette.MUTED);
    private static final Font HEADING = new Font(BOLD, 11, Font.NORMAL, Palette.ACCENT);
    private static final Font NAME = new Font(BOLD, 11, Font.NORMAL, Palette.INK);
    private static final Font TITLE = new Font(BOLD, 22, Font.NORMAL, Palette.ACCENT);
    private static final Font DUE = new Font(BOLD, 20, Font.NORMAL, Palette.ACCENT);
    private static final Font TOTAL = new Font(BOLD, 10, Font.NORMAL, Palette.INK);
    private static final float[] COLUMNS = { 190, 60, 52, 62, 36, 74 };

    private final Invoice invoice;
    private final Wording words;
    private final Figures figures;

    private PdfPTableInvoice(Invoice invoice) {
        this.invoice = invoice;
        this.words = Wording.of(invoice);
        this.figures = words.figures();
    }

    static byte[] pdfPTable(Invoice invoice) {
        var out = new ByteArrayOutputStream();
        try (var document = new Document(PageSize.A4, 48, 48, 72, 60)) {
            var writer = PdfWriter.getInstance(document, out);
            var made = new PdfPTableInvoice(invoice);
            writer.setPageEvent(made.new Frame());
            document.open();
            made.write(document);
        }
        return out.toByteArray();
    }

    private static BaseFont read(String file) {
        try (InputStream in = BaseFont.class.getResourceAsStream(file)) {
            return BaseFont.createFont(file, BaseFont.IDENTITY_H, BaseFont.EMBEDDED, true, in.readAllBytes(), null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The head and the foot of each page. */
    private final class Frame extends PdfPageEventHelper {
        @Override
        public void onEndPage(PdfWriter writer, Document document) {
            var title = DocumentType.of(invoice).shortName(invoice, words);
            var canvas = writer.getDirectContent();
            int page = writer.getPageNumber();
            if (page > 1) {
                ColumnText.showTextAligned(canvas, Element.ALIGN_LEFT, new Phrase(title, LABEL), 48, 800, 0);
                ColumnText.showTextAligned(canvas, Element.ALIGN_RIGHT, new Phrase(words.month(invoice.period())
                        + "  ·  " + invoice.buyer().company(), SMALL), 547, 800, 0);
            }
            ColumnText.showTextAligned(canvas, Element.ALIGN_LEFT,
                    new Phrase(title + "  ·  " + invoice.seller().name(), SMALL), 48, 32, 0);
            ColumnText.showTextAligned(canvas, Element.ALIGN_RIGHT, new Phrase("Page " + page, SMALL), 547, 32, 0);
        }
    }

    private void write(Document document) {
        document.add(parties());
        document.add(amountDue());
        PrintedTexts.extraText(invoice.buyer()).forEach(text -> document.add(new Paragraph(text, BODY)));
        document.add(new Paragraph(words.of("summary"), HEADING));
        var sections = Section.of(invoice);
        var summary = table(300, 60, 138);
        heads(summary, 1, words.of("project"), words.of("lines"), words.of("amount-in", invoice.currency().getCode()));
        for (var section : sections) {
            summary.addCell(cell(section.heading(words), BODY, false));
            summary.addCell(cell(Integer.toString(section.lines().size()), BODY, true));
            summary.addCell(cell(figures.amount(section.subtotal()), BODY, true));
        }
        document.add(summary);
        document.add(totals());
        document.add(payment());
        for (var section : sections) {
            document.add(new Paragraph(section.heading(words), HEADING));
            document.add(new Paragraph(section.tags(), SMALL));
            document.add(lines(section));
        }
    }

    private PdfPTable parties() {
        var table = table(250, 250);
        var sender = new PdfPCell();
        sender.setBorder(0);
        sender.addElement(new Paragraph(invoice.seller().name(), NAME));
        Stream.concat(invoice.seller().addressLines().stream(), Stream.of(invoice.seller().zipCode() + " "
                + invoice.seller().city() + " " + invoice.seller().countryCode(),
                words.of("vat-id") + " " + invoice.seller().vatId(), invoice.seller().email()))
                .forEach(text -> sender.addElement(new Paragraph(text, SMALL)));
        sender.addElement(new Paragraph(words.of("bill-to"), LABEL));
        sender.addElement(new Paragraph(invoice.buyer().company(), NAME));
        Stream.concat(invoice.buyer().addressLines().stream(), Stream.of(invoice.buyer().zipCode() + " "
                + invoice.buyer().city(), invoice.buyer().countryCode(),
                words.of("vat-id") + " " + invoice.buyer().vatId()))
                .forEach(text -> sender.addElement(new Paragraph(text, BODY)));
        table.addCell(sender);
        var facts = table(80, 170);
        facts.addCell(cell("", BODY, false));
        facts.addCell(cell(DocumentType.of(invoice).title(words), TITLE, true));
        facts.addCell(cell("", BODY, false));
        facts.addCell(cell(invoice.number(), NAME, true));
        Stream.of(Map.entry("Invoice number", invoice.number()),
                Map.entry(words.of("issue-date"), figures.date(invoice.issueDate())),
                Map.entry(words.of("due-date"), figures.date(invoice.dueDate())),
                Map.entry(words.of("period"), words.period(invoice.period())),
                Map.entry(words.of("billing-group"), invoice.groupName()),
                Map.entry(words.of("account"), invoice.accountId()),
                Map.entry(words.of("purchase-order"), invoice.buyer().purchaseOrder()),
                Map.entry(words.of("buyer-reference"), invoice.buyer().buyerReference()))
                .forEach(fact -> add(facts, fact, BODY));
        var cell = new PdfPCell(facts);
        cell.setBorder(0);
        table.addCell(cell);
        return table;
    }

    private PdfPTable amountDue() {
        var table = table(250, 250);
        var left = new PdfPCell();
        left.setBorder(0);
        left.setBackgroundColor(Palette.TINT);
        left.addElement(new Paragraph(words.of("amount-due"), TOTAL));
        left.addElement(new Paragraph(words.payBy(invoice.dueDate()), BODY));
        table.addCell(left);
        var right = cell(figures.amountWithCurrency(invoice.amountDue()), DUE, true);
        right.setBackgroundColor(Palette.TINT);
        table.addCell(right);
        return table;
    }

    private PdfPTable totals() {
        var table = table(350, 148);
        add(table, Map.entry(words.of("net-total"), figures.amount(invoice.netTotal())), BODY);
        invoice.taxes().forEach(tax -> add(table, Map.entry(words.tax(tax), figures.amount(tax.amount())), BODY));
        add(table, Map.entry(words.of("total"), figures.amount(invoice.total())), STRONG);
        add(table, Map.entry(words.of("amount-due"), figures.amountWithCurrency(invoice.amountDue())), TOTAL);
        return table;
    }

    private PdfPTable payment() {
        var table = table(80, 418);
        table.addCell(cell(words.of("payment"), HEADING, false));
        table.addCell(cell("", BODY, false));
        Stream.of(Map.entry(words.of("pay-to"), invoice.seller().name()),
                Map.entry(words.of("iban"), Figures.iban(invoice.seller().iban())),
                Map.entry(words.of("bic"), invoice.seller().bic()),
                Map.entry(words.of("reference"), invoice.number()),
                Map.entry(words.of("terms"), words.terms(invoice.issueDate(), invoice.dueDate()))).forEach(fact -> {
                    table.addCell(cell(fact.getKey(), SMALL, false));
                    table.addCell(cell(fact.getValue(), BODY, false));
                });
        return table;
    }

    private PdfPTable lines(Section section) {
        var table = table(COLUMNS);
        heads(table, 1, words.of("description"), words.of("quantity"), words.of("unit"), words.of("price"),
                words.of("tax"), words.of("amount-in", invoice.currency().getCode()));
        for (var line : section.lines()) {
            table.addCell(description(line));
            table.addCell(cell(line.quantity() == null ? "" : figures.quantity(line.quantity()), BODY, true));
            table.addCell(cell(line.unit(), BODY, false));
            table.addCell(cell(line.priceNote(), SMALL, false));
            table.addCell(cell(words.rate(line.taxCategory(), line.taxRate()), BODY, true));
            table.addCell(cell(figures.amount(line.amount()), BODY, true));
        }
        var subtotal = cell(words.of("subtotal"), STRONG, false);
        subtotal.setColspan(COLUMNS.length - 2);
        table.addCell(subtotal);
        var amount = cell(figures.amountWithCurrency(section.subtotal()), STRONG, true);
        amount.setColspan(2);
        table.addCell(amount);
        return table;
    }

    private static PdfPCell description(InvoiceLine line) {
        var cell = new PdfPCell();
        cell.addElement(new Paragraph(line.description(), BODY));
        cell.addElement(new Paragraph(line.service() + " · " + line.sku(), SMALL));
        cell.setBorder(0);
        return ruled(cell);
    }

    private static PdfPTable table(float... widths) {
        var table = new PdfPTable(widths);
        table.setWidthPercentage(100);
        table.setSpacingBefore(6);
        return table;
    }

    private static void heads(PdfPTable table, int leftAligned, String... heads) {
        for (int i = 0; i < heads.length; i++) {
            var head = cell(heads[i], LABEL, i >= leftAligned);
            head.setBackgroundColor(Palette.TINT);
            table.addCell(head);
        }
        table.setHeaderRows(1);
    }

    private static void add(PdfPTable table, Map.Entry<String, String> fact, Font font) {
        table.addCell(cell(fact.getKey(), font, false));
        table.addCell(cell(fact.getValue(), font, true));
    }

    private static PdfPCell cell(String text, Font font, boolean numeric) {
        var cell = new PdfPCell(new Phrase(text, font));
        cell.setBorder(0);
        cell.setHorizontalAlignment(numeric ? Element.ALIGN_RIGHT : Element.ALIGN_LEFT);
        return ruled(cell);
    }

    private static PdfPCell ruled(PdfPCell cell) {
        cell.setBorderWidthBottom(0.5f);
        cell.setBorderColorBottom(new Color(0xD5DBE1));
        return cell;
    }
}
