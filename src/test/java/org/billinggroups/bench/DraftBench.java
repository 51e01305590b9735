package org.billinggroups.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.job.BillingProcess;
import org.springframework.util.FileSystemUtils;

/**
 * The invoicing job: its drafting beside a bare GROUP BY of the same rows and a COPY of the resulting lines, all of it
 * beside these and the drawing of as many invoices.
 */
final class DraftBench {
    /** The sums are used, or the server would leave them out. */
    static final String GROUP = """
            SELECT sum(quantity), sum(records) FROM (
                SELECT project, service, sku, unit, sum(quantity) AS quantity, count(*) AS records
                FROM usage_record WHERE period = ?::date
                GROUP BY project, service, sku, unit) s
            """;

    private final BenchData data;
    private final Path lines = BenchOptions.FOLDER.resolve("lines.copy");
    private final Times draft = new Times();
    private final Times bare = new Times();
    private final Times command = new Times();
    private final Times limit = new Times();
    private final Times rehearsed = new Times();
    private final Map<String, Times> steps = new LinkedHashMap<>();
    private long lineCount;
    private Heap heap = Heap.NONE;

    DraftBench(BenchData data) {
        this.data = data;
    }

    /** The lines that are copied are those of the first round: where ours comes second, they are not made yet. */
    void round(BenchDatabase database, int round) throws Exception {
        InTurns.run(round, () -> invoice(database), () -> groupAndCopy(database),
                () -> drawAsWell(database));
    }

    private void invoice(BenchDatabase database) throws Exception {
        command.measure(() -> database.billing("run", BenchData.PERIOD, "--issue-date", "2026-11-02"));
        assertThat(count(database, "issued_invoice")).isEqualTo(data.groups());
        lineCount = count(database, "invoice_line");
        var seconds = database.stepSeconds();
        seconds.forEach((step, value) -> steps.computeIfAbsent(step, name -> new Times()).add(value));
        draft.add(draftSeconds(seconds));
        heap = heap.max(Heap.of("run"));
        rehearse(database);
        database.copyOut("COPY (SELECT * FROM invoice_line ORDER BY invoice_id, line) TO STDOUT", lines);
    }

    /** Without the start, which a command takes that does next to nothing. */
    private void rehearse(BenchDatabase database) throws Exception {
        var start = new Times();
        start.measure(() -> database.billingUnlogged("rate", "list"));
        var whole = new Times();
        whole.measure(() -> database.billingUnlogged("rehearse", BenchData.PERIOD));
        rehearsed.add(whole.median() - start.median());
    }

    /** From the frozen inputs to the drafts, in however many steps. */
    private static double draftSeconds(Map<String, Double> steps) {
        double sum = 0;
        for (var step : steps.entrySet()) {
            sum += step.getKey().equals("freezeInputs") ? 0 : step.getValue();
            if (step.getKey().equals("draftInvoices")) {
                return sum;
            }
        }
        throw new IllegalStateException("no drafts are made in " + steps.keySet());
    }

    private void groupAndCopy(BenchDatabase database) throws Exception {
        database.jdbc().sql("CREATE TABLE bench.line (LIKE invoice_line INCLUDING ALL)").update();
        long copied = bare.measure(() -> {
            database.jdbc().sql(GROUP).param(BenchData.PERIOD + "-01").query((rs, row) -> rs.getLong(2)).single();
            return database.copy(lines, "COPY bench.line FROM STDIN");
        });
        try (var expected = Files.lines(lines)) {
            assertThat(copied).isEqualTo(expected.count());
        }
        database.jdbc().sql("DROP TABLE bench.line").update();
    }

    private void drawAsWell(BenchDatabase database) throws Exception {
        database.jdbc().sql("CREATE TABLE bench.line (LIKE invoice_line INCLUDING ALL)").update();
        var folder = BenchOptions.FOLDER.resolve("drawn");
        FileSystemUtils.deleteRecursively(folder);
        var owner = database.owner();
        var ended = BillingProcess.start(Map.of("BENCH_PASSWORD", owner.password()),
                List.of(Heap.OPTION, "-XX:+UseParallelGC"),
                List.of(owner.jdbcUrl(), owner.username(), lines.toString(), folder.toString(),
                        Integer.toString(data.groups()), Long.toString(lineCount / data.groups())),
                RunLimit.class).await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        limit.add(Double.parseDouble(ended.out().strip()));
        FileSystemUtils.deleteRecursively(folder);
        database.jdbc().sql("DROP TABLE bench.line").update();
    }

    private static long count(BenchDatabase database, String table) {
        return database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    Heap heap() {
        return heap;
    }

    List<Comparison> comparisons() {
        return List.of(new Comparison(TextTable.format("draft %,d lines of %,d rows", lineCount, data.rows()), draft,
                "bare `GROUP BY` and `COPY` of the lines", bare, Comparison.Ratio.TIME, "≤ 1.5"),
                new Comparison(TextTable.format("`billing run`, %,d invoices of %,d lines", data.groups(),
                        lineCount / data.groups()), command, "the same and drawing with OpenPDF tables", limit,
                        Comparison.Ratio.TIME, "≤ 1.4"),
                new Comparison("`billing rehearse` of the period", rehearsed, "its drafting", draft,
                        Comparison.Ratio.TIME, "≤ 1.5"));
    }

    String sentence() {
        var render = Objects.requireNonNull(steps.get("renderDocuments"));
        return TextTable.format("Run: %,d invoices of %,d lines are rendered, as PDF and CSV forced to disk, in %s: "
                + "%,d a second.", data.groups(), lineCount / data.groups(),
                render.text(), Math.round(data.groups() / render.median()));
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("command", command.json());
        steps.forEach((name, times) -> json.put(name, times.json()));
        return json;
    }
}
