package org.billinggroups.bench;

import java.nio.file.Path;
import java.util.List;

/**
 * The same drafts with prices and an adjustment of each group, and with those of everyone alone: each time on a copy of
 * one database, from frozen inputs to drafts, freezing included.
 */
final class PricesBench {
    private final BenchOptions options;
    private final BenchData data;
    private final Path general = BenchOptions.FOLDER.resolve("general");
    private final Path own = BenchOptions.FOLDER.resolve("own");
    private final Times generalSeconds = new Times();
    private final Times ownSeconds = new Times();

    PricesBench(BenchOptions options) {
        this.options = options;
        this.data = options.data();
    }

    BenchReport run() throws Exception {
        data.write();
        BenchReport report;
        try (var database = new BenchDatabase()) {
            report = new BenchReport(options, Machine.here(database.version()));
            database.load(data).billing("import", data.usage().toString());
            database.keep(general);
        }
        long prices;
        try (var database = BenchDatabase.of(general)) {
            database.billing("price", "import", data.writeOwnPrices().toString());
            database.billing("apply", data.writeAdjustments().toString(), "--yes");
            prices = database.jdbc().sql("SELECT count(*) FROM price WHERE group_id IS NOT NULL").query(Long.class)
                    .single();
            database.keep(own);
        }
        for (int round = 1; round <= options.rounds(); round++) {
            System.out.println("bench: prices of groups, round " + round + " of " + options.rounds());
            InTurns.run(round, () -> draft(general, generalSeconds), () -> draft(own, ownSeconds));
        }
        var comparison = new Comparison(TextTable.format("draft with %,d prices and %,d adjustments of groups", prices,
                data.groups()), ownSeconds, "with neither", generalSeconds, Comparison.Ratio.TIME, "≤ 1.1");
        var table = new TextTable(Comparison.HEAD);
        table.add(comparison.row());
        return report.table(table).put("comparisons", List.of(comparison.json()));
    }

    private static void draft(Path kept, Times seconds) throws Exception {
        try (var database = BenchDatabase.of(kept)) {
            database.billingUnlogged("run", BenchData.PERIOD, "--issue-date", "2026-11-02", "--until", "draft");
            seconds.add(database.stepSeconds().values().stream().mapToDouble(Double::doubleValue).sum());
        }
    }
}
