package org.billinggroups.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.billinggroups.database.EmbeddedPostgres;
import org.billinggroups.job.BillingProcess;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * The first benchmark: {@code mvn verify -Pbench [-Dbench.rows=N -Dbench.projects=P -Dbench.groups=G]}. It runs the built
 * jar with 256 MB of heap, and in the same run, on the same server, what bounds it: a bare COPY of the same file into a
 * table of the same definition, and a bare GROUP BY of the same rows. It judges nothing; the report is
 * {@code target/bench/bench.json}.
 */
@Tag("bench")
class BenchmarkIT {
    private static final Path FOLDER = Path.of("target", "bench");
    private static final Pattern HEAP = Pattern.compile("(\\d+)M->\\d+M\\(");
    private static final List<String> HEAP_OPTIONS = List.of("-Xmx256m", "-XX:+UseParallelGC");

    private final int rows = Integer.getInteger("bench.rows", 1_000_000);
    private final int projects = Integer.getInteger("bench.projects", 10_000);
    private final int groups = Integer.getInteger("bench.groups", 1_000);
    private final Path data = FOLDER.resolve("data-" + System.nanoTime());

    @Test
    void measures() throws Exception {
        var input = new BenchData(FOLDER.resolve("input"), rows, projects, groups);
        input.write();
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("date", Instant.now().toString());
        report.put("command", "mvn verify -Pbench -Dbench.rows=" + rows + " -Dbench.projects=" + projects
                + " -Dbench.groups=" + groups);
        report.put("machine", Runtime.getRuntime().availableProcessors() + " cores, JDK " + Runtime.version());
        try (var postgres = EmbeddedPostgres.start(data)) {
            billing("apply", input.company().toString(), "--yes");
            billing("price", "import", input.prices().toString());
            var owner = postgres.owner();
            var jdbc = JdbcClient
                    .create(new DriverManagerDataSource(owner.jdbcUrl(), owner.username(), owner.password()));
            double copyBefore = copySeconds(postgres, input.usage());
            billing("import", input.usage().toString());
            double copyAfter = copySeconds(postgres, input.usage());
            report.put("import", importFigures(jdbc, (copyBefore + copyAfter) / 2));
            billing("run", "2026-10", "--issue-date", "2026-11-02");
            report.put("draft", draftFigures(jdbc));
            report.put("render", renderFigures(jdbc));
        }
        Files.createDirectories(FOLDER);
        var json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build().writeValueAsString(report);
        Files.writeString(FOLDER.resolve("bench.json"), json + "\n");
        System.out.println(json);
    }

    private Map<String, Object> importFigures(JdbcClient jdbc, double copySeconds) {
        double seconds = stepSeconds(jdbc, "importFile");
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("rows", rows);
        figures.put("rows_per_second", Math.round(rows / seconds));
        figures.put("bare_copy_rows_per_second", Math.round(rows / copySeconds));
        figures.put("ratio", rounded(copySeconds / seconds));
        figures.put("peak_heap_mb", peakHeap("import"));
        return figures;
    }

    private Map<String, Object> draftFigures(JdbcClient jdbc) {
        long start = System.nanoTime();
        jdbc.sql("""
                SELECT count(*) FROM (
                    SELECT project, service, sku, unit, sum(quantity), count(*) FROM usage_record WHERE period = '2026-10-01'
                    GROUP BY project, service, sku, unit) s
                """).query(Long.class).single();
        double groupBy = (System.nanoTime() - start) / 1e9;
        double seconds = stepSeconds(jdbc, "draftInvoices");
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("seconds", rounded(seconds));
        figures.put("bare_group_by_seconds", rounded(groupBy));
        figures.put("ratio", rounded(seconds / groupBy));
        return figures;
    }

    private Map<String, Object> renderFigures(JdbcClient jdbc) {
        long invoices = jdbc.sql("SELECT count(*) FROM invoice").query(Long.class).single();
        long lines = jdbc.sql("SELECT count(*) FROM invoice_line").query(Long.class).single();
        double seconds = stepSeconds(jdbc, "renderDocuments");
        assertThat(invoices).isEqualTo(groups);
        Map<String, Object> figures = new LinkedHashMap<>();
        figures.put("invoices", invoices);
        figures.put("lines_per_invoice", lines / invoices);
        figures.put("seconds", rounded(seconds));
        figures.put("invoices_per_second", rounded(invoices / seconds));
        figures.put("peak_heap_mb", peakHeap("run"));
        return figures;
    }

    /** A bare COPY of the file into a table like that of the records, with the same index. */
    private static double copySeconds(EmbeddedPostgres postgres, Path file) throws SQLException, IOException {
        var owner = postgres.owner();
        try (var connection = DriverManager.getConnection(owner.jdbcUrl(), owner.username(), owner.password());
                var statement = connection.createStatement();
                var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            statement.execute("DROP TABLE IF EXISTS bench_copy");
            statement.execute("CREATE TABLE bench_copy (LIKE usage_record INCLUDING ALL)");
            statement.execute("""
                    ALTER TABLE bench_copy ALTER period SET DEFAULT '2026-10-01', ALTER file_id SET DEFAULT 1,
                        ALTER line SET DEFAULT 1
                    """);
            long start = System.nanoTime();
            connection.unwrap(PGConnection.class).getCopyAPI()
                    .copyIn("COPY bench_copy (usage_id, project, service, sku, "
                            + "quantity, unit, started_at, ended_at) FROM STDIN (FORMAT csv, HEADER)", in);
            double seconds = (System.nanoTime() - start) / 1e9;
            statement.execute("DROP TABLE bench_copy");
            return seconds;
        }
    }

    private static double stepSeconds(JdbcClient jdbc, String step) {
        return jdbc.sql("""
                SELECT extract(epoch FROM end_time - start_time)::float8 FROM batch_step_execution WHERE step_name = ?
                ORDER BY step_execution_id DESC LIMIT 1
                """).param(step).query(Double.class).single();
    }

    private void billing(String... arguments) {
        var options = new java.util.ArrayList<>(HEAP_OPTIONS);
        options.add("-Xlog:gc:file=" + gcLog(arguments[0]));
        var command = new java.util.ArrayList<>(List.of("--data-dir", data.toString()));
        command.addAll(List.of(arguments));
        var ended = BillingProcess.start(Map.of(), options, command).await();
        assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
        System.out.println(ended.out() + ended.err());
    }

    private static Path gcLog(String command) {
        return FOLDER.resolve("gc-" + command + ".log");
    }

    /** The most heap in use at a collection. */
    private static long peakHeap(String command) {
        try (var lines = Files.lines(gcLog(command))) {
            return lines.map(HEAP::matcher).filter(java.util.regex.Matcher::find)
                    .mapToLong(match -> Long.parseLong(match.group(1))).max().orElse(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static double rounded(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
