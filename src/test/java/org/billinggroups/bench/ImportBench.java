package org.billinggroups.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.billinggroups.job.BillingProcess;

/** The import of a file, beside a bare COPY of it and a job of Spring Batch by the book, into the same table. */
final class ImportBench {
    private static final String PEER = "book";

    private final BenchData data;
    private final Times ours = new Times();
    private final Times command = new Times();
    private final Times copy = new Times();
    private final Times book = new Times();
    private Heap heap = Heap.NONE;
    private Heap bookHeap = Heap.NONE;

    ImportBench(BenchData data) {
        this.data = data;
    }

    void round(BenchDatabase database, int round) throws Exception {
        InTurns.run(round, () -> importFile(database), () -> copyFile(database), () -> importByTheBook(database));
    }

    private void importFile(BenchDatabase database) throws Exception {
        command.measure(() -> database.billing("import", data.usage().toString()));
        assertThat(rows(database, "usage_record")).isEqualTo(data.rows());
        ours.add(database.jobSeconds());
        heap = heap.max(Heap.of("import"));
    }

    private void copyFile(BenchDatabase database) throws Exception {
        createTable(database);
        long copied = copy.measure(() -> database.copy(data.usage(), "COPY bench.usage (usage_id, project, service,"
                + " sku, quantity, unit, started_at, ended_at) FROM STDIN (FORMAT csv, HEADER)"));
        assertThat(copied).isEqualTo(data.rows());
        dropTable(database);
    }

    private void importByTheBook(BenchDatabase database) throws IOException {
        createTable(database);
        var owner = database.owner();
        var ended = BillingProcess.start(Map.of("BENCH_PASSWORD", owner.password()),
                List.of(Heap.OPTION, "-XX:+UseParallelGC", Heap.logOption(PEER)),
                List.of(data.usage().toString(), owner.jdbcUrl(), owner.username()), BookImport.class).await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        bookHeap = bookHeap.max(Heap.of(PEER));
        book.add(Double.parseDouble(ended.out().strip()));
        assertThat(rows(database, "bench.usage")).isEqualTo(data.rows());
        dropTable(database);
    }

    /** The same columns, primary key and defaults; what the file does not have is the same in each row. */
    private static void createTable(BenchDatabase database) {
        database.jdbc().sql("CREATE TABLE bench.usage (LIKE usage_record INCLUDING ALL)").update();
        database.jdbc().sql("ALTER TABLE bench.usage ALTER period SET DEFAULT '" + BenchData.PERIOD + "-01',"
                + " ALTER file_id SET DEFAULT 1, ALTER line SET DEFAULT 1").update();
    }

    private static void dropTable(BenchDatabase database) {
        database.jdbc().sql("DROP TABLE bench.usage").update();
    }

    private static long rows(BenchDatabase database, String table) {
        return database.jdbc().sql("SELECT count(*) FROM " + table).query(Long.class).single();
    }

    Heap heap() {
        return heap;
    }

    Heap bookHeap() {
        return bookHeap;
    }

    String sentence() {
        return TextTable.format("Import: %,d rows/s.", Math.round(data.rows() / ours.median()));
    }

    List<Comparison> comparisons() {
        var subject = TextTable.format("import %,d rows", data.rows());
        return List.of(
                new Comparison(subject, ours, "bare `COPY` of the file", copy, Comparison.Ratio.SPEED, "≥ 0.7"),
                new Comparison(subject, ours, "Spring Batch by the book", book, Comparison.Ratio.SPEED, "≥ 3"),
                new Comparison("`billing import` of them", command, "bare `COPY` of the file", copy,
                        Comparison.Ratio.TIME, "≤ 1.5"));
    }
}
