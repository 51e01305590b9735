package org.billinggroups.document;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.billinggroups.invoicing.Invoice;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;

/** The text of documents: as a PDF reader extracts it, and as it was laid out. */
final class PdfText {
    private PdfText() {}

    static byte[] bytes(Invoice invoice) {
        var out = new ByteArrayOutputStream();
        new InvoicePdf().write(invoice, Comparison.none(), out);
        return out.toByteArray();
    }

    /** What a reader extracts, page by page. */
    static List<String> extracted(Invoice invoice) throws IOException {
        try (var reader = new PdfReader(bytes(invoice))) {
            var extractor = new PdfTextExtractor(reader);
            List<String> pages = new ArrayList<>();
            for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                pages.add(extractor.getTextFromPage(page));
            }
            return pages;
        }
    }

    /** The texts of each page in lines from top to bottom, with a bar between those that share a baseline. */
    static List<List<String>> laidOut(Invoice invoice) {
        return InvoicePdf.pages(invoice, Comparison.none()).stream().map(PdfText::lines).toList();
    }

    private static List<String> lines(List<Pages.Placed> page) {
        var lines = new TreeMap<Float, List<Block.Text>>();
        page.forEach(placed -> placed.block().texts().forEach(text -> lines
                .computeIfAbsent(placed.y() + text.y(), y -> new ArrayList<>()).add(text)));
        return lines.values().stream().map(texts -> String.join(" | ",
                texts.stream().sorted(Comparator.comparing(Block.Text::x)).map(Block.Text::text).toList())).toList();
    }
}
