package org.billinggroups.document;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.document.Documents.Document;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.einvoice.ElectronicInvoice;
import org.billinggroups.einvoice.EmbeddedPdf;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.AtomicFile.Written;
import org.billinggroups.file.FileBatch;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.run.InvoicingRun;
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
    private final FocusFiles focusFiles;
    private final WrittenFiles written;
    private final InvoicePdf pdf = new InvoicePdf();
    private final InvoiceLinesCsv linesCsv = new InvoiceLinesCsv();

    RenderDocuments(JdbcClient jdbc, Invoices invoices, Documents documents, FocusFiles focusFiles,
            WrittenFiles written) {
        this.focusFiles = focusFiles;
        this.written = written;
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
            createFolders(run, run.buildFolder());
            render(run, missing.stream().map(one -> one.invoiceId).toList(), run.buildFolder());
            for (var folder : folders(run)) {
                AtomicFile.force(run.buildFolder().resolve(folder));
            }
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
        createFolders(run, run.buildFolder());
        var all = invoices.idsOfBucket(run.id(), bucket);
        var focus = focusFiles.of(run, all);
        Map<String, Integer> names = new HashMap<>();
        try (var files = new FileBatch()) {
            invoices.<IOException>forEach(all, estimate -> {
                var name = estimate.groupId() + (estimate.currency().equals(estimate.buyer().currency())
                        ? ""
                        : "-" + estimate.currency());
                int same = names.merge(name, 1, Integer::sum);
                name += same == 1 ? "" : "-" + same;
                draw(estimate, run.buildFolder(), name, files);
                if (focus.isPresent()) {
                    focus.get().write(estimate, name, run.buildFolder(), files);
                }
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
        createFolders(run, runFolder);
        render(run, List.of(invoiceId), runFolder);
    }

    /** Writes the documents of an invoice of a run below a folder. */
    public void draw(InvoicingRun run, Invoice invoice, Path folder) throws IOException {
        createFolders(run, folder);
        try (var files = new FileBatch()) {
            draw(invoice, folder, focusFiles.of(run, List.of(invoice.id())), files);
            files.complete();
        }
    }

    private void createFolders(InvoicingRun run, Path runFolder) throws IOException {
        for (var folder : folders(run)) {
            AtomicFile.createFolders(runFolder.resolve(folder));
        }
    }

    /** The folders below a run's that hold documents. */
    public List<String> folders(InvoicingRun run) {
        return run.focus() != null ? List.of(FOLDER, FocusFiles.FOLDER) : List.of(FOLDER);
    }

    private List<Drawn> draw(Invoice invoice, Path folder, Optional<FocusFiles.Part> focus, FileBatch files)
            throws IOException {
        var drawn = draw(invoice, folder, Objects.requireNonNull(invoice.number()), files);
        if (focus.isPresent()) {
            drawn.add(focus.get().write(invoice, folder, files));
        }
        return drawn;
    }

    /** The lines first: a document with sums names their file and its hash. */
    private List<Drawn> draw(Invoice invoice, Path folder, String name, FileBatch files) throws IOException {
        List<Drawn> drawn = new ArrayList<>();
        var lines = draw(Kind.INVOICE_LINES, folder, name, files, out -> linesCsv.write(invoice, out));
        drawn.add(lines);
        var page = pdf.draw(invoice, before(invoice),
                new LinesFile(name + ".csv", lines.written.sha256(), invoice.lines().size()));
        drawn.add(draw(Kind.INVOICE_PDF, folder, name, files, out -> out.write(page)));
        if (invoice.number() != null && invoice.buyer().eInvoice().isFile()) {
            drawn.add(draw(Kind.INVOICE_XML, folder, name, files,
                    out -> ElectronicInvoice.of(invoice).write(out, new EmbeddedPdf(name + ".pdf", page))));
        }
        return drawn;
    }

    private static Drawn draw(Kind kind, Path folder, String name, FileBatch files, AtomicFile.Content content)
            throws IOException {
        var path = FOLDER + "/" + name + "." + kind.extension();
        return new Drawn(kind, path, files.write(folder.resolve(path), content));
    }

    /**
     * A file that was written.
     *
     * @param path relative to the run's folder
     */
    record Drawn(Kind kind, String path, Written written) {
        Document of(Invoice invoice) {
            return new Document(path, invoice.id(), kind.code(), written.sha256(), written.bytes());
        }
    }

    /** The rows come after the last file: each file that a row tells of is whole and on disk. */
    private void render(InvoicingRun run, List<Long> some, Path runFolder) throws IOException {
        List<Document> rendered = new ArrayList<>();
        var focus = focusFiles.of(run, some);
        try (var files = FileBatch.besideOthers()) {
            invoices.<IOException>forEach(some,
                    invoice -> draw(invoice, runFolder, focus, files)
                            .forEach(file -> rendered.add(file.of(invoice))));
            files.complete();
            for (var document : rendered) {
                var file = runFolder.resolve(document.path());
                files.stamp(file).ifPresent(stamp -> written.note(file, document.sha256(), stamp));
            }
        }
        documents.record(run.id(), rendered);
    }
}
