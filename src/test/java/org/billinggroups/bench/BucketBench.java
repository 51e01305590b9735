package org.billinggroups.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What it costs to deal a run to more buckets: the processor time of PostgreSQL, and the share of the steps that are
 * not dealt.
 */
final class BucketBench {
    private static final List<Integer> BUCKETS = List.of(1, 4, 16, 64);

    private final BenchOptions options;

    BucketBench(BenchOptions options) {
        this.options = options;
    }

    /**
     * What was measured of a number of buckets, in seconds.
     *
     * @param drafting processor time of PostgreSQL from the start of the command to checked drafts
     * @param whole the same for the whole run
     */
    private record Measured(int buckets, double drafting, double whole, double serial, double steps) {}

    BenchReport run() throws Exception {
        var data = options.data();
        data.write();
        List<Measured> all = new ArrayList<>();
        BenchReport report = null;
        for (int buckets : BUCKETS) {
            System.out.println(TextTable.format("bench: %,d rows in %d buckets", data.rows(), buckets));
            try (var database = new BenchDatabase()) {
                report = report == null ? new BenchReport(options, Machine.here(database.version())) : report;
                database.load(data).billing("import", data.usage().toString());
                all.add(measure(database, buckets));
            }
        }
        return report.table(table(all)).put("buckets", all);
    }

    private static Measured measure(BenchDatabase database, int buckets) throws Exception {
        var before = database.serverSeconds();
        database.billingInBuckets(buckets, "run", BenchData.PERIOD, "--issue-date", "2026-11-02", "--until", "draft");
        var drafted = database.serverSeconds();
        Map<String, Double> steps = new LinkedHashMap<>(database.stepSeconds());
        database.billingInBuckets(buckets, "run", BenchData.PERIOD);
        // What did not end before is there once more.
        steps.putAll(database.stepSeconds());
        var dealt = database.dealtSteps();
        double serial = steps.entrySet().stream().filter(step -> !dealt.contains(step.getKey()))
                .mapToDouble(Map.Entry::getValue).sum();
        return new Measured(buckets, drafted - before, database.serverSeconds() - before, serial,
                steps.values().stream().mapToDouble(Double::doubleValue).sum());
    }

    private static TextTable table(List<Measured> all) {
        var table = new TextTable(List.of("buckets", "PostgreSQL to the drafts", "to one bucket",
                "PostgreSQL, whole run", "to one bucket", "steps", "not dealt"));
        var one = all.getFirst();
        for (var measured : all) {
            table.add(List.of(Integer.toString(measured.buckets), seconds(measured.drafting),
                    TextTable.format("%.2f ×", measured.drafting / one.drafting), seconds(measured.whole),
                    TextTable.format("%.2f ×", measured.whole / one.whole), seconds(measured.steps),
                    TextTable.format("%.1f %%", 100 * measured.serial / measured.steps)));
        }
        return table;
    }

    private static String seconds(double seconds) {
        return TextTable.format("%.2f s", seconds);
    }
}
