package org.billinggroups.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.einvoice.EmbeddedPdf;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.AtomicFile.Written;
import org.billinggroups.file.FileBatch;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.run.InvoicingRun;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Writes the documents of issued invoices into the run's build folder: each file whole or not at all, then its hash
 * into the database. Written again, a document has the same bytes.
 */
@Service
public class RenderDocuments {
    /** The folder below the run's that holds the documents. */
    public static final String FOLDER = "invoices";

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

    /** An invoice's place in a bucket, in the order of which invoices are rendered. */
    public record Place(UUID groupId, String currency, long invoiceId) {
        /** Before the first one. */
        public static final Place START = new Place(new UUID(0, 0), "", 0);
    }

    /**
     * What was done of a bucket.
     *
     * @param looked how many invoices were looked at; 0 when the bucket is done
     * @param rendered how many of them had no documents yet
     * @param last the place of the last one
     */
    public record Part(int looked, int rendered, Place last) {}

    private record Next(long invoiceId, Place place, boolean rendered) {}

    /**
     * Renders those of the next invoices of a bucket that have no documents yet, in the caller's transaction.
     *
     * @param after the place after which to continue
     * @param limit how many to look at
     */
    public Part renderNext(InvoicingRun run, int bucket, Place after, int limit) throws IOException {
        var next = next(run, bucket, after, limit);
        var missing = next.stream().filter(one -> !one.rendered).toList();
        if (!missing.isEmpty()) {
            var folder = run.buildFolder().resolve(FOLDER);
            AtomicFile.createFolders(folder);
            render(run, missing.stream().map(one -> one.invoiceId).toList(), run.buildFolder());
            AtomicFile.force(folder);
        }
        return new Part(next.size(), missing.size(), next.isEmpty() ? after : next.getLast().place);
    }

    /**
     * By place and not by what is missing: that would look at all invoices again each time. Documents are looked up one
     * by one, since the server knows nothing of a table that has just begun to grow, and would read all of it.
     */
    private List<Next> next(InvoicingRun run, int bucket, Place after, int limit) {
        return jdbc.sql("""
                SELECT n.id, n.group_id, n.currency, d.rendered IS TRUE AS rendered
                FROM (
                    SELECT i.id, i.group_id, i.currency
                    FROM invoice i JOIN frozen_group f USING (run_id, group_id)
                    WHERE i.run_id = ? AND f.bucket = ? AND (i.group_id, i.currency, i.id) > (?, ?, ?)
                    ORDER BY i.group_id, i.currency, i.id LIMIT ?) n
                LEFT JOIN LATERAL (
                    SELECT true AS rendered FROM document WHERE invoice_id = n.id AND kind = 'invoice_lines' LIMIT 1) d
                    ON true
                ORDER BY n.group_id, n.currency, n.id
                """).params(run.id(), bucket, after.groupId, after.currency, after.invoiceId, limit)
                .query((rs, row) -> new Next(rs.getLong("id"),
                        new Place(rs.getObject("group_id", UUID.class), rs.getString("currency"), rs.getLong("id")),
                        rs.getBoolean("rendered")))
                .list();
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
        Map<String, Integer> names = new HashMap<>();
        try (var files = new FileBatch()) {
            invoices.<IOException>forEach(all, estimate -> {
                var name = estimate.groupId() + (estimate.currency().equals(estimate.buyer().currency())
                        ? ""
                        : "-" + estimate.currency());
                int same = names.merge(name, 1, Integer::sum);
                name += same == 1 ? "" : "-" + same;
                draw(estimate, folder, name, files);
            });
            files.complete();
        }
        return all.size();
    }

    private Comparison before(Invoice invoice) {
        return new Comparison(invoice.isCreditNote() ? Map.of() : invoices.netByProjectBefore(invoice));
    }

    /** Writes the documents of an invoice below a folder and notes their hashes. */
    public void render(InvoicingRun run, long invoiceId, Path runFolder) throws IOException {
        AtomicFile.createFolders(runFolder.resolve(FOLDER));
        render(run, List.of(invoiceId), runFolder);
    }

    /** Writes the documents of an invoice below a folder. */
    public void draw(Invoice invoice, Path folder) throws IOException {
        AtomicFile.createFolders(folder.resolve(FOLDER));
        try (var files = new FileBatch()) {
            draw(invoice, folder, files);
            files.complete();
        }
    }

    private Map<Kind, Written> draw(Invoice invoice, Path folder, FileBatch files) throws IOException {
        return draw(invoice, folder.resolve(FOLDER), Objects.requireNonNull(invoice.number()), files);
    }

    /** The lines first: a document with sums names their file and its hash. */
    private Map<Kind, Written> draw(Invoice invoice, Path folder, String name, FileBatch files) throws IOException {
        Map<Kind, Written> written = new EnumMap<>(Kind.class);
        var lines = files.write(folder.resolve(name + ".csv"), out -> linesCsv.write(invoice, out));
        written.put(Kind.INVOICE_LINES, lines);
        var page = pdf.draw(invoice, before(invoice),
                new LinesFile(name + ".csv", lines.sha256(), invoice.lines().size()));
        written.put(Kind.INVOICE_PDF, files.write(folder.resolve(name + ".pdf"), out -> out.write(page)));
        if (invoice.number() != null && invoice.buyer().eInvoice().isFile()) {
            written.put(Kind.INVOICE_XML, files.write(folder.resolve(name + ".xml"),
                    out -> ElectronicInvoice.of(invoice).write(out, new EmbeddedPdf(name + ".pdf", page))));
        }
        return written;
    }

    private record Rendered(long invoiceId, @Nullable String number, Map<Kind, Written> files) {}

    /** The rows come after the last file: each file that a row tells of is whole and on disk. */
    private void render(InvoicingRun run, List<Long> some, Path runFolder) throws IOException {
        List<Rendered> rendered = new ArrayList<>();
        try (var files = FileBatch.besideOthers()) {
            invoices.<IOException>forEach(some,
                    invoice -> rendered
                            .add(new Rendered(invoice.id(), invoice.number(), draw(invoice, runFolder, files))));
            files.complete();
        }
        for (var one : rendered) {
            one.files.forEach((kind, file) -> documents.record(run.id(), kind,
                    FOLDER + "/" + one.number + "." + kind.extension(), one.invoiceId, file));
        }
    }
}
