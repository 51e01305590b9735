package org.billinggroups.document;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.billinggroups.invoice.Invoice;
import org.openpdf.text.pdf.PdfReader;
import org.openpdf.text.pdf.parser.PdfTextExtractor;

/** The text of documents: as a PDF reader extracts it, and as it was laid out. */
public final class PdfText {
    private static final Pattern MARK = Pattern.compile("^(/\\w+ (<<[^>]*>> BDC|BMC)|EMC)\n| (?=\\)Tj\n(?!/F))",
            Pattern.MULTILINE);

    private PdfText() {}

    static byte[] bytes(Invoice invoice) {
        return new InvoicePdf().draw(invoice, Comparison.none(), SampleInvoices.LINES);
    }

    /** What a reader extracts, page by page. */
    static List<String> extracted(Invoice invoice) throws IOException {
        return extracted(bytes(invoice));
    }

    /**
     * What a reader extracts that knows nothing of tags, page by page. OpenPDF's leaves out what is marked as artifact,
     * such as the foot of a page: marks are therefore taken away first, and the blanks that keep words apart within them.
     */
    public static List<String> extracted(byte[] pdf) throws IOException {
        try (var reader = new PdfReader(pdf)) {
            var extractor = new PdfTextExtractor(reader);
            List<String> pages = new ArrayList<>();
            for (int page = 1; page <= reader.getNumberOfPages(); page++) {
                var content = new String(reader.getPageContent(page), StandardCharsets.ISO_8859_1);
                reader.setPageContent(page,
                        MARK.matcher(content).replaceAll("").getBytes(StandardCharsets.ISO_8859_1));
                pages.add(extractor.getTextFromPage(page));
            }
            return pages;
        }
    }

    /** The texts of each page in lines from top to bottom, with a bar between those that share a baseline. */
    static List<List<String>> laidOut(Invoice invoice) {
        return InvoicePdf.pages(invoice, Comparison.none(), SampleInvoices.LINES).stream().map(PdfText::lines).toList();
    }

    private static List<String> lines(List<Pages.Placed> page) {
        var lines = new TreeMap<Float, List<Block.Text>>();
        page.forEach(placed -> placed.block().texts().forEach(text -> lines
                .computeIfAbsent(placed.y() + text.y(), y -> new ArrayList<>()).add(text)));
        return lines.values().stream().map(texts -> String.join(" | ",
                texts.stream().sorted(Comparator.comparing(Block.Text::x)).map(Block.Text::text).toList())).toList();
    }
}
