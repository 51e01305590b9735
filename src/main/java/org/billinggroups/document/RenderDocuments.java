package org.billinggroups.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.AtomicFile.Written;
import org.billinggroups.file.FileBatch;
import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.Invoices;
import org.billinggroups.period.InvoicingRun;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Writes the documents of issued invoices into the run's build folder: each file whole or not at all, then its hash
 * into the database. Written again, a document has the same bytes.
 */
@Service
public class RenderDocuments {
    private static final String FOLDER = "invoices";

    private final JdbcClient jdbc;
    private final Invoices invoices;
    private final Documents documents;
    private final InvoicePdf pdf = new InvoicePdf();
    private final InvoiceLinesCsv linesCsv = new InvoiceLinesCsv();

    RenderDocuments(JdbcClient jdbc, Invoices invoices, Documents documents) {
        this.jdbc = jdbc;
        this.invoices = invoices;
        this.documents = documents;
    }

    /**
     * Renders the next invoices of a bucket that have no documents yet, in the caller's transaction.
     *
     * @param limit how many at most
     * @return how many; 0 when the bucket is done
     */
    public int renderNext(InvoicingRun run, int bucket, int limit) throws IOException {
        List<Long> next = jdbc.sql("""
                SELECT i.id FROM invoice i
                JOIN frozen_group f USING (run_id, group_id)
                WHERE i.run_id = ? AND f.bucket = ?
                    AND NOT EXISTS (SELECT FROM document d WHERE d.invoice_id = i.id AND d.kind = 'invoice_lines')
                ORDER BY i.group_id, i.currency LIMIT ?
                """).params(run.id(), bucket, limit).query(Long.class).list();
        if (!next.isEmpty()) {
            var folder = run.buildFolder().resolve(FOLDER);
            AtomicFile.createFolders(folder);
            render(run, next.stream().map(invoices::get), run.buildFolder());
            AtomicFile.force(folder);
        }
        return next.size();
    }

    /**
     * Writes the estimates of a bucket into the run's build folder, named by their groups. They are not noted anywhere.
     *
     * @return how many
     */
    public int renderEstimates(InvoicingRun run, int bucket) throws IOException {
        var folder = run.buildFolder().resolve(FOLDER);
        AtomicFile.createFolders(folder);
        var all = invoices.idsOfBucket(run.id(), bucket);
        try (var files = new FileBatch()) {
            for (long id : all) {
                var estimate = invoices.get(id);
                var name = estimate.groupId() + (estimate.currency().equals(estimate.buyer().currency())
                        ? ""
                        : "-" + estimate.currency());
                files.write(folder.resolve(name + ".pdf"), out -> pdf.write(estimate, before(estimate), out));
                files.write(folder.resolve(name + ".csv"), out -> linesCsv.write(estimate, out));
            }
            files.complete();
        }
        return all.size();
    }

    private Comparison before(Invoice invoice) {
        return new Comparison(invoice.isCreditNote() ? Map.of() : invoices.netByProjectBefore(invoice));
    }

    /** Writes both documents of an invoice below a folder and notes their hashes. */
    public void render(InvoicingRun run, Invoice invoice, Path runFolder) throws IOException {
        AtomicFile.createFolders(runFolder.resolve(FOLDER));
        render(run, Stream.of(invoice), runFolder);
    }

    private record Rendered(long invoiceId, String name, Written pdf, Written lines) {}

    /** The rows come after the last file: each file that a row tells of is whole and on disk. */
    private void render(InvoicingRun run, Stream<Invoice> some, Path runFolder) throws IOException {
        List<Rendered> rendered = new ArrayList<>();
        try (var files = new FileBatch()) {
            for (var invoice : (Iterable<Invoice>) some::iterator) {
                var name = FOLDER + "/" + Objects.requireNonNull(invoice.number());
                rendered.add(new Rendered(invoice.id(), name,
                        files.write(runFolder.resolve(name + ".pdf"), out -> pdf.write(invoice, before(invoice), out)),
                        files.write(runFolder.resolve(name + ".csv"), out -> linesCsv.write(invoice, out))));
            }
            files.complete();
        }
        for (var one : rendered) {
            documents.record(run.id(), Kind.INVOICE_PDF, one.name + ".pdf", one.invoiceId, one.pdf);
            documents.record(run.id(), Kind.INVOICE_LINES, one.name + ".csv", one.invoiceId, one.lines);
        }
    }
}
