package org.billinggroups.document;

import org.billinggroups.invoice.Invoice;

/** What a benchmark of rendering compares, each giving the bytes of a PDF. */
public final class RenderSubjects {
    private static final int LINES_PER_PROJECT = 10;
    private static final int MOST_PROJECTS = 20;

    private RenderSubjects() {}

    /** The invoice as it is issued: tagged PDF/A-3B with its electronic form. */
    public static byte[] ours(Invoice invoice) {
        return PdfText.bytes(invoice);
    }

    /** The same texts in a plain PDF that OpenPDF's tables lay out. */
    public static byte[] openPdfTable(Invoice invoice) {
        return PdfPTableInvoice.pdfPTable(invoice);
    }

    /** An issued invoice with so many lines. */
    public static Invoice sample(int lines) {
        return SampleInvoices.withLines(lines, Math.clamp(lines / LINES_PER_PROJECT, 1, MOST_PROJECTS));
    }
}
