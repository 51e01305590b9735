package org.billinggroups.document;

import java.util.List;
import java.util.Optional;
import org.billinggroups.file.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The files that a run made, with their hashes. */
@Repository
public class Documents {
    private final JdbcClient jdbc;

    Documents(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Kinds of files. */
    public enum Kind {
        /** An invoice as PDF. */
        INVOICE_PDF,
        /** The lines of an invoice as CSV. */
        INVOICE_LINES,
        /** The postings of the run. */
        LEDGER,
        /** The list of the run's files. */
        MANIFEST,
        /** What the run did, for people. */
        REPORT;

        String code() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /**
     * A file of a run.
     *
     * @param path relative to the run's folder
     * @param invoiceId the invoice that it shows, or null
     */
    public record Document(String path, @Nullable Long invoiceId, String kind, String sha256, long bytes) {}

    /** Notes a written file, in place of an earlier note. */
    public void record(long runId, Kind kind, String path, @Nullable Long invoiceId, AtomicFile.Written written) {
        jdbc.sql("""
                INSERT INTO document (run_id, path, invoice_id, kind, sha256, bytes) VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT (run_id, path) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes
                """).params(runId, path, invoiceId, kind.code(), written.sha256(), written.bytes()).update();
    }

    /** All files of a run in the order of their paths. */
    public List<Document> ofRun(long runId) {
        return jdbc.sql("SELECT path, invoice_id, kind, sha256, bytes FROM document WHERE run_id = ? ORDER BY path")
                .param(runId).query(Document.class).list();
    }

    /** The invoices of which a run has documents, in the order of their numbers; or only the one of that number. */
    public List<Long> invoices(long runId, Optional<String> number) {
        return jdbc.sql("""
                SELECT n.invoice_id FROM document d JOIN issued_invoice n USING (invoice_id)
                WHERE d.run_id = :run AND d.kind = :kind AND (:number::text IS NULL OR n.number = :number)
                ORDER BY n.journal_entry
                """).param("run", runId).param("kind", Kind.INVOICE_PDF.code()).param("number", number.orElse(null))
                .query(Long.class).list();
    }

    /** The files that show an invoice. */
    public List<Document> ofInvoice(long invoiceId) {
        return jdbc.sql("SELECT path, invoice_id, kind, sha256, bytes FROM document WHERE invoice_id = ? ORDER BY path")
                .param(invoiceId).query(Document.class).list();
    }
}
