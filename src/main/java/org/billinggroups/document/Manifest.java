package org.billinggroups.document;

import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.document.Documents.Kind;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes {@code manifest.json}: every other file of the run with its path and SHA-256, the totals per currency, and how
 * many of everything there are. Amounts are text.
 */
@Service
public class Manifest {
    /** The name of the file in the run's folder. */
    public static final String FILE = "manifest.json";

    private static final ObjectWriter JSON = JsonMapper.shared().writer()
            .with(new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n")))
            .without(StreamWriteFeature.AUTO_CLOSE_TARGET);

    private final JdbcClient jdbc;
    private final InvoicingRuns runs;
    private final Documents documents;

    Manifest(JdbcClient jdbc, InvoicingRuns runs, Documents documents) {
        this.jdbc = jdbc;
        this.runs = runs;
        this.documents = documents;
    }

    /**
     * Writes it into a folder of the run and notes its hash, in the caller's transaction.
     *
     * @param content the root of what the run says
     */
    public void write(InvoicingRun run, Path runFolder, String content) throws IOException {
        var written = draw(run, runFolder, content);
        documents.record(run.id(), Kind.MANIFEST, FILE, null, written);
    }

    /** Writes it into a folder. */
    public AtomicFile.Written draw(InvoicingRun run, Path folder, String content) throws IOException {
        return AtomicFile.write(folder.resolve(FILE), out -> write(run, content, out));
    }

    private void write(InvoicingRun run, String content, OutputStream out) throws IOException {
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        try (var json = JSON.createGenerator(writer)) {
            json.writeStartObject();
            json.writeStringProperty("period", run.period().toString());
            if (run.kind() == InvoicingRun.Kind.CORRECTION) {
                json.writeStringProperty("credit_note", run.title());
            } else {
                json.writePOJOProperty("run", run.number());
            }
            json.writeStringProperty("seller", run.sellerId());
            json.writeStringProperty("issue_date", run.issueDate().toString());
            var programs = runs.programsOf(run);
            if (!programs.isEmpty()) {
                json.writePOJOProperty("program_versions", programs);
            }
            json.writeStringProperty("content", content);
            json.writePOJOProperty("totals", totals(run));
            json.writePOJOProperty("counts", counts(run));
            json.writeArrayPropertyStart("files");
            documents.forEach(run.id(), document -> {
                if (!document.path().equals(FILE)) {
                    json.writePOJO(file(document));
                }
            });
            json.writeEndArray();
            json.writeEndObject();
        }
        writer.write('\n');
        writer.flush();
    }

    private static Map<String, Object> file(Documents.Document document) {
        Map<String, Object> file = new LinkedHashMap<>();
        file.put("path", document.path());
        file.put("sha256", document.sha256());
        file.put("bytes", document.bytes());
        return file;
    }

    private List<Map<String, Object>> totals(InvoicingRun run) {
        return jdbc.sql("""
                SELECT currency, count(*) AS invoices, sum(net_total) AS net, sum(tax_total) AS tax, sum(total) AS total
                FROM invoice WHERE run_id = ? GROUP BY currency ORDER BY currency
                """).param(run.id()).query((rs, row) -> {
            Map<String, Object> total = new LinkedHashMap<>();
            total.put("currency", rs.getString("currency"));
            total.put("invoices", rs.getLong("invoices"));
            for (var column : List.of("net", "tax", "total")) {
                total.put(column, rs.getBigDecimal(column).toPlainString());
            }
            return total;
        }).list();
    }

    private Map<String, Object> counts(InvoicingRun run) {
        return jdbc
                .sql("""
                        SELECT
                            (SELECT count(*) FROM invoice WHERE run_id = :run) AS invoices,
                            (SELECT coalesce(sum(line_count), 0) FROM invoice WHERE run_id = :run) AS invoice_lines,
                            (SELECT coalesce(sum(l.record_count), 0) FROM invoice_line l
                                JOIN invoice i ON i.id = l.invoice_id
                                WHERE i.run_id = :run) AS usage_records,
                            (SELECT coalesce(sum(record_count), 0) FROM excluded_usage
                                WHERE run_id = :run) AS excluded_usage_records,
                            (SELECT count(DISTINCT group_id) FROM parked_group WHERE run_id = :run) AS parked_groups,
                            (SELECT count(*) FROM posting p JOIN invoice i ON i.id = p.invoice_id
                                WHERE i.run_id = :run) AS postings
                        """)
                .param("run", run.id()).query().singleRow();
    }
}
