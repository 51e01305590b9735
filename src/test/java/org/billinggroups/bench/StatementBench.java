package org.billinggroups.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.statement.LargeStatement;

/**
 * The import of a bank statement as a person waits for it, beside the same file read and copied and nothing else, each
 * time on a copy of one database. Nine of ten entries pay an invoice of their own.
 */
final class StatementBench {
    /** How many entries have to be imported in ten seconds. */
    static final int AIMED = 100_000;

    /** How an import ends that leaves entries to be matched by hand. */
    private static final int SOME_UNMATCHED = 3;

    private final BenchOptions options;
    private final LargeStatement statement;
    private final Path input = BenchOptions.FOLDER.resolve("input");
    private final Path kept = BenchOptions.FOLDER.resolve("kept");
    private final Times command = new Times();
    private final Times limit = new Times();
    private Heap heap = Heap.NONE;

    StatementBench(BenchOptions options) {
        this.options = options;
        statement = new LargeStatement(options.rows());
    }

    BenchReport run() throws Exception {
        Files.createDirectories(input);
        var file = statement.write(input);
        BenchReport report;
        try (var database = new BenchDatabase()) {
            report = new BenchReport(options, Machine.here(database.version()));
            issue(database);
            database.keep(kept);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            System.out.println("bench: bank statement, round " + round + " of " + options.rounds());
            try (var database = BenchDatabase.of(kept)) {
                InTurns.run(round, () -> importFile(database, file), () -> copyFile(database, file));
            }
        }
        var comparison = new Comparison(
                TextTable.format("`billing payment import`, %,d entries", statement.entries()), command,
                "its XML read, a row for each entry copied", limit, Comparison.Ratio.TIME,
                statement.entries() == AIMED ? "≤ 10 s" : "");
        return report.table(new TextTable(Comparison.HEAD).add(comparison.row()))
                .line("Most heap in use (left by a collection), of 256 MB: " + heap.text() + ".")
                .put("entries", statement.entries()).put("comparisons", List.of(comparison.json()))
                .put("most_heap", heap);
    }

    /** The server has tidied up after invoices long before a statement comes that pays them. */
    private void issue(BenchDatabase database) throws IOException {
        for (var one : LargeStatement.issueOne(input)) {
            database.billingUnlogged(one.toArray(String[]::new));
        }
        database.asAdministrator(statement.multiply());
        database.asAdministrator("VACUUM");
        database.jdbc().sql("CREATE SCHEMA bench").update();
    }

    private void importFile(BenchDatabase database, Path file) throws Exception {
        var out = BenchOptions.FOLDER.resolve("billing.out");
        command.measure(() -> {
            var process = database.start(out, Map.of("JAVA_OPTS", Heap.OPTION + " " + Heap.logOption("payment")),
                    "payment", "import", file.toString());
            BenchDatabase.await(process, "billing payment import", SOME_UNMATCHED);
            return process;
        });
        assertThat(Files.readString(out)).contains(statement.imported());
        heap = heap.max(Heap.of("payment"));
    }

    /** Into a table of the same columns and keys. */
    private void copyFile(BenchDatabase database, Path file) {
        database.jdbc().sql("CREATE TABLE bench.statement (LIKE statement_entry INCLUDING ALL)").update();
        var owner = database.owner();
        var ended = BillingProcess
                .start(Map.of("BENCH_PASSWORD", owner.password()), List.of(Heap.OPTION, "-XX:+UseParallelGC"),
                        List.of(owner.jdbcUrl(), owner.username(), file.toString()), StatementLimit.class)
                .await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        limit.add(Double.parseDouble(ended.out().strip()));
        assertThat(database.jdbc().sql("SELECT count(*) FROM bench.statement").query(Integer.class).single())
                .isEqualTo(statement.entries());
    }
}
