package org.billinggroups.document;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.sql.DataSource;
import org.billinggroups.file.AtomicFile;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The files that a run made, with their hashes. */
@Repository
public class Documents {
    private static final int FETCH_SIZE = 1000;

    private final JdbcClient jdbc;
    private final JdbcTemplate streaming;
    private final TransactionTemplate reading;

    Documents(JdbcClient jdbc, DataSource dataSource, PlatformTransactionManager transactions) {
        this.jdbc = jdbc;
        this.streaming = new JdbcTemplate(dataSource);
        this.streaming.setFetchSize(FETCH_SIZE);
        // Only in a transaction are rows fetched little by little.
        this.reading = new TransactionTemplate(transactions);
        this.reading.setReadOnly(true);
    }

    /** Kinds of files. */
    public enum Kind {
        /** An invoice as PDF. */
        INVOICE_PDF,
        /** The lines of an invoice as CSV. */
        INVOICE_LINES,
        /** The electronic form of an invoice, where it is a file of its own. */
        INVOICE_XML,
        /** An invoice as FOCUS has it. */
        FOCUS,
        /** The postings of the run. */
        LEDGER,
        /** The list of the run's files. */
        MANIFEST,
        /** What the run did, for people. */
        REPORT;

        /** How the name of such a file of an invoice ends. */
        String extension() {
            return switch (this) {
                case INVOICE_PDF -> "pdf";
                case INVOICE_LINES, FOCUS -> "csv";
                case INVOICE_XML -> "xml";
                default -> throw new IllegalStateException(this + " is no file of an invoice");
            };
        }

        /** The kind as the database writes it. */
        public String code() {
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

    /** What is done with each file. */
    @FunctionalInterface
    public interface Each {
        /** Takes one file, in a transaction that only reads unless the caller has one. */
        void accept(Document document) throws IOException;
    }

    /** Notes a written file, in place of an earlier note. */
    public void record(long runId, Kind kind, String path, @Nullable Long invoiceId, AtomicFile.Written written) {
        record(runId, List.of(new Document(path, invoiceId, kind.code(), written.sha256(), written.bytes())));
    }

    /** Notes written files of different paths, by one statement, in place of earlier notes. */
    void record(long runId, List<Document> files) {
        jdbc.sql("""
                INSERT INTO document (run_id, path, invoice_id, kind, sha256, bytes)
                SELECT ?, * FROM unnest(?::text[], ?::bigint[], ?::text[], ?::text[], ?::bigint[])
                ON CONFLICT (run_id, path) DO UPDATE SET sha256 = excluded.sha256, bytes = excluded.bytes
                """).param(runId).param(files.stream().map(Document::path).toArray(String[]::new))
                .param(files.stream().map(Document::invoiceId).toArray(Long[]::new))
                .param(files.stream().map(Document::kind).toArray(String[]::new))
                .param(files.stream().map(Document::sha256).toArray(String[]::new))
                .param(files.stream().map(Document::bytes).toArray(Long[]::new)).update();
    }

    /** Goes through all files of a run in the order of their paths. */
    public void forEach(long runId, Each each) throws IOException {
        forEach(each, "SELECT path, invoice_id, kind, sha256, bytes FROM document WHERE run_id = ? ORDER BY path",
                runId);
    }

    /** The same without the files of the invoices of some buckets. */
    public void forEachBut(long runId, Set<Integer> buckets, Each each) throws IOException {
        forEach(each, """
                SELECT path, invoice_id, kind, sha256, bytes FROM document
                WHERE run_id = ? AND (invoice_id IS NULL OR invoice_id NOT IN (
                    SELECT i.id FROM invoice i JOIN frozen_group f USING (run_id, group_id)
                    WHERE i.run_id = ? AND f.bucket = ANY (?)))
                ORDER BY path
                """, runId, runId, buckets.toArray(Integer[]::new));
    }

    /** Goes through the files of the invoices of a bucket in the order of their paths. */
    public void forEachOf(long runId, int bucket, Each each) throws IOException {
        forEach(each, """
                SELECT d.path, d.invoice_id, d.kind, d.sha256, d.bytes
                FROM frozen_group f JOIN invoice i USING (run_id, group_id)
                JOIN document d ON d.run_id = i.run_id AND d.invoice_id = i.id
                WHERE f.run_id = ? AND f.bucket = ? ORDER BY d.path
                """, runId, bucket);
    }

    private void forEach(Each each, String sql, Object... parameters) throws IOException {
        try {
            reading.executeWithoutResult(status -> streaming.query(sql, rs -> {
                try {
                    each.accept(document(rs));
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }, parameters));
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** By hand, since a run has many of them. */
    private static Document document(ResultSet rs) throws SQLException {
        return new Document(rs.getString("path"), rs.getObject("invoice_id", Long.class), rs.getString("kind"),
                rs.getString("sha256"), rs.getLong("bytes"));
    }

    /** Those of the paths at which a run has no file, in order. */
    public List<String> unknown(long runId, List<String> paths) {
        return jdbc.sql("""
                SELECT path FROM unnest(?::text[]) AS given (path)
                WHERE NOT EXISTS (SELECT FROM document d WHERE d.run_id = ? AND d.path = given.path)
                ORDER BY path COLLATE "C"
                """).param(paths.toArray(String[]::new)).param(runId).query(String.class).list();
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
