package org.billinggroups.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Import and run of growing sizes, or of the largest ones, within 256 MB of heap. */
final class ScaleBench {
    private static final double MOST_GROWTH = 10.5;
    private static final int LARGEST_FILE = 50_000_000;

    private final BenchOptions options;

    ScaleBench(BenchOptions options) {
        this.options = options;
    }

    /** A size, and whether its period is invoiced as well. */
    private record Size(int rows, int projects, int groups, boolean billed) {}

    /** What was measured of a size. */
    private record Measured(Size size, Times imported, Times run, Heap importHeap, Heap runHeap, RunCosts costs) {}

    /** Each size ten times the one before, in rows, projects, groups and lines. */
    private List<Size> growing() {
        List<Size> sizes = new ArrayList<>();
        for (int factor : new int[]{ 1, 10, 100 }) {
            int rows = Math.multiplyExact(Math.max(1, options.rows() / 10), factor);
            sizes.add(new Size(rows, Math.max(1, rows / 100), Math.max(1, rows / 1000), true));
        }
        return sizes;
    }

    /** One huge file, as many projects and groups as there may be, and an invoice as long as there may be. */
    private List<Size> largest() {
        int part = options.quick() ? 1000 : 1;
        return List.of(new Size(LARGEST_FILE / part, 10_000 / part, 1_000 / part, false),
                new Size(1_000_000 / part, 100_000 / part, 20_000 / part, true),
                new Size(20_000, 2_000, 1, true));
    }

    BenchReport run() throws Exception {
        List<Measured> all = new ArrayList<>();
        BenchReport report = null;
        for (var size : options.mode() == BenchOptions.Mode.LARGE ? largest() : growing()) {
            var data = new BenchData(BenchOptions.FOLDER.resolve("input"), size.rows, size.projects, size.groups);
            data.write();
            var imported = new Times();
            var run = new Times();
            var costs = RunCosts.NONE;
            for (int round = 1; round <= options.rounds(); round++) {
                System.out.println(
                        TextTable.format("bench: %,d rows, round %d of %d", size.rows, round, options.rounds()));
                try (var database = new BenchDatabase()) {
                    report = report == null ? new BenchReport(options, Machine.here(database.version())) : report;
                    database.load(data);
                    costs = measure(database, data, size, imported, run);
                }
            }
            all.add(new Measured(size, imported, run, Heap.of("import"), size.billed ? Heap.of("run") : Heap.NONE,
                    costs));
        }
        report.table(table(all)).put("sizes", all.stream().map(ScaleBench::json).toList());
        return options.mode() == BenchOptions.Mode.SCALE ? judged(report, all) : report;
    }

    private static BenchReport judged(BenchReport report, List<Measured> all) {
        var largest = all.getLast();
        var million = new MillionInvoices(all.get(all.size() - 2).costs, largest.costs, largest.size.rows);
        return report.line(growth("run", all, Measured::run)).line(growth("import", all, Measured::imported)).line("")
                .table(million.table()).line(million.sentence()).put("aim_to_a_tenth", MOST_GROWTH)
                .put("million_invoices", million.json());
    }

    /** What is judged: how much longer ten times as much takes. */
    private static String growth(String what, List<Measured> all, Function<Measured, Times> times) {
        List<Double> ratios = new ArrayList<>();
        for (int i = 1; i < all.size(); i++) {
            ratios.add(times.apply(all.get(i)).median() / times.apply(all.get(i - 1)).median());
        }
        return TextTable.format("Ten times the rows take the %s %s times as long; aim ≤ %s, which is %s.", what,
                ratios.stream().map(ratio -> TextTable.format("%.2f", ratio)).collect(Collectors.joining(" and ")),
                MOST_GROWTH, ratios.stream().allMatch(ratio -> ratio <= MOST_GROWTH) ? "met" : "missed");
    }

    private static RunCosts measure(BenchDatabase database, BenchData data, Size size, Times imported, Times run)
            throws Exception {
        database.billing("import", data.usage().toString());
        imported.add(database.jobSeconds());
        if (!size.billed) {
            return RunCosts.NONE;
        }
        var costs = RunCosts.of(database,
                () -> database.billing("run", BenchData.PERIOD, "--issue-date", "2026-11-02"));
        run.add(database.jobSeconds());
        return costs;
    }

    /** The ratios are between neighbours, where one has ten times the rows of the other. */
    private TextTable table(List<Measured> all) {
        var table = new TextTable(List.of("rows", "projects", "groups", "import", "rows/s", "to a tenth",
                "most heap (left)", "run", "to a tenth", "most heap (left)"));
        Measured before = null;
        for (var one : all) {
            boolean tenfold = before != null && one.size.rows == 10 * before.size.rows;
            table.add(List.of(TextTable.format("%,d", one.size.rows), TextTable.format("%,d", one.size.projects),
                    TextTable.format("%,d", one.size.groups), one.imported.text(),
                    TextTable.format("%,d", Math.round(one.size.rows / one.imported.median())),
                    tenfold ? ratio(one.imported, before.imported) : "", one.importHeap.text(),
                    one.size.billed ? one.run.text() : "", tenfold ? ratio(one.run, before.run) : "",
                    one.size.billed ? one.runHeap.text() : ""));
            before = one;
        }
        return table;
    }

    private static String ratio(Times now, Times before) {
        return TextTable.format("%.2f × as long", now.median() / before.median());
    }

    private static Map<String, Object> json(Measured one) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rows", one.size.rows);
        json.put("projects", one.size.projects);
        json.put("groups", one.size.groups);
        json.put("import", one.imported.json());
        json.put("import_most_heap", one.importHeap);
        if (one.size.billed) {
            json.put("run", one.run.json());
            json.put("run_most_heap", one.runHeap);
        }
        return json;
    }
}
