package org.billinggroups.document;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.RegularFile;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Service;

/**
 * Copies published lines and ledgers for spreadsheet programs of countries with a decimal comma: semicolons between
 * cells, CR and LF, a byte order mark. Text that such a program would take for a formula was made safe already.
 */
@Service
public class SpreadsheetCopies {
    private static final Set<String> NUMBERS = Set.of("quantity", "price_amount", "list_amount", "exchange_rate",
            "pre_discount_amount",
            "amount", "tax_rate", "debit", "credit");
    private static final CSVFormat PUBLISHED = CSVFormat.RFC4180;
    private static final CSVFormat COPY = CSVFormat.RFC4180.builder().setDelimiter(';').get();
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final Documents documents;

    SpreadsheetCopies(Documents documents) {
        this.documents = documents;
    }

    /**
     * Writes the copies of a published run below a folder, at the places that the originals have in the output folder.
     *
     * @param number only the lines of the invoice with this number
     * @return how many
     * @throws RefusedException before anything is written, if an original is not as it was published, or a copy would
     *         come among them
     */
    public int write(InvoicingRun run, Optional<String> number, Path folder) throws IOException {
        var published = run.publishedFolder().toAbsolutePath().normalize();
        var copies = folder.toAbsolutePath().normalize().resolve(String.valueOf(run.folder()));
        if (copies.startsWith(published)) {
            throw new RefusedException("--out " + folder + ": the copies would come among the published files");
        }
        var originals = originals(run, number);
        for (var original : originals) {
            var file = published.resolve(original.path());
            if (!RegularFile.has(run.output(), run.publishedFolder().resolve(original.path()), original.sha256())) {
                throw new RefusedException(file + " is lost or not as it was published: 'billing render "
                        + number.orElse(run.period().toString()) + "' first");
            }
        }
        for (var original : originals) {
            var copy = copies.resolve(original.path());
            AtomicFile.createFolders(AtomicFile.folderOf(copy));
            AtomicFile.write(copy, out -> copy(published.resolve(original.path()), out));
        }
        return originals.size();
    }

    private List<Document> originals(InvoicingRun run, Optional<String> number) throws IOException {
        List<Document> originals = new ArrayList<>();
        if (number.isPresent()) {
            documents.invoices(run.id(), number).forEach(id -> originals.addAll(documents.ofInvoice(id)));
        } else {
            documents.forEach(run.id(), originals::add);
        }
        originals.removeIf(document -> !document.kind().equals(Kind.INVOICE_LINES.code())
                && !document.kind().equals(Kind.LEDGER.code()));
        return originals;
    }

    /** A decimal number of ours has a point and no groups, so that only the point has to change. */
    private static void copy(Path published, OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        writer.write(BYTE_ORDER_MARK);
        var printer = new CSVPrinter(writer, COPY);
        try (var reader = Files.newBufferedReader(published); var rows = PUBLISHED.parse(reader)) {
            List<String> heads = List.of();
            for (var row : rows) {
                var cells = row.toList();
                if (heads.isEmpty()) {
                    heads = List.copyOf(cells);
                } else {
                    for (int i = 0; i < cells.size(); i++) {
                        if (NUMBERS.contains(heads.get(i))) {
                            cells.set(i, cells.get(i).replace('.', ','));
                        }
                    }
                }
                printer.printRecord(cells);
            }
        }
        printer.flush();
    }
}
