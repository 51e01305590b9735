package org.billinggroups.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Ours beside limits and peers: every round has a new database, and turns the order round. */
final class TableBench {
    private final BenchOptions options;
    private final BenchData data;
    private final ImportBench imports;
    private final DraftBench drafts;
    private final StartBench starts;

    TableBench(BenchOptions options) {
        this.options = options;
        data = options.data();
        imports = new ImportBench(data);
        drafts = new DraftBench(data);
        starts = new StartBench(options);
    }

    BenchReport run() throws Exception {
        data.write();
        BenchReport report = null;
        for (int round = 1; round <= options.rounds(); round++) {
            System.out.println("bench: round " + round + " of " + options.rounds());
            try (var database = new BenchDatabase()) {
                report = report == null ? new BenchReport(options, Machine.here(database.version())) : report;
                database.load(data);
                imports.round(database, round);
                drafts.round(database, round);
                starts.round(database, round);
            }
        }
        List<Comparison> comparisons = new ArrayList<>(imports.comparisons());
        comparisons.addAll(drafts.comparisons());
        for (int lines : new int[]{ 1000, 30 }) {
            System.out.println("bench: rendering invoices of " + lines + " lines");
            comparisons.addAll(new RenderBench(lines, options).measure().comparisons());
        }
        comparisons.add(starts.comparison());
        complete(report, comparisons);
        return options.quick() ? new WorkersBench(options).run(Optional.of(report)) : report;
    }

    private void complete(BenchReport report, List<Comparison> comparisons) {
        var table = new TextTable(Comparison.HEAD);
        comparisons.forEach(comparison -> table.add(comparison.row()));
        Map<String, Object> heap = new LinkedHashMap<>();
        heap.put("import", imports.heap());
        heap.put("run", drafts.heap());
        heap.put("import by the book", imports.bookHeap());
        if (options.quick()) {
            report.line("Sizes this small, measured once, prove that all of it works; the times say nothing.");
        }
        report.table(table).line(imports.sentence()).line(drafts.sentence())
                .line("Most heap in use (left by a collection), of 256 MB: import " + imports.heap().text() + ", run "
                        + drafts.heap().text() + ", import by the book " + imports.bookHeap().text() + ".")
                .put("rows", data.rows()).put("projects", data.projects()).put("groups", data.groups())
                .put("comparisons", comparisons.stream().map(Comparison::json).toList())
                .put("run", drafts.json()).put("most_heap", heap);
    }
}
