package org.billinggroups.bench;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The same run with FOCUS files and without, each time on a copy of one database: what they take of the job's time, to
 * write and to check.
 */
final class FocusBench {
    private final BenchOptions options;
    private final BenchData data;
    private final Path kept = BenchOptions.FOLDER.resolve("kept");
    private final Times with = new Times();
    private final Times without = new Times();
    private final Times processorWith = new Times();
    private final Times processorWithout = new Times();
    private long bytes;

    FocusBench(BenchOptions options) {
        this.options = options;
        this.data = options.data();
    }

    BenchReport run() throws Exception {
        data.write();
        BenchReport report;
        try (var database = new BenchDatabase()) {
            report = new BenchReport(options, Machine.here(database.version()));
            database.load(data).billing("import", data.usage().toString());
            database.keep(kept);
        }
        try {
            for (int round = 1; round <= options.rounds(); round++) {
                System.out.println("bench: FOCUS files, round " + round + " of " + options.rounds());
                InTurns.run(round, () -> run("off", without, processorWithout), () -> run("on", with, processorWith));
            }
        } finally {
            BenchDatabase.removeLeft();
        }
        var what = TextTable.format("run with FOCUS files of %,d MB", bytes / 1_000_000);
        var comparisons = List.of(
                new Comparison(what, with, "without", without, Comparison.Ratio.TIME, "≤ 1.05"),
                new Comparison("its processor time, server included", processorWith, "without", processorWithout,
                        Comparison.Ratio.TIME, "≤ 1.05"));
        var table = new TextTable(Comparison.HEAD);
        comparisons.forEach(comparison -> table.add(comparison.row()));
        return report.table(table).put("comparisons", comparisons.stream().map(Comparison::json).toList());
    }

    /** Processor time tells more where others use the machine as well. */
    private void run(String focus, Times seconds, Times processor) throws Exception {
        var database = BenchDatabase.of(kept);
        try {
            double before = database.serverSeconds() + BenchDatabase.commandSeconds();
            BenchDatabase.await(database.start(BenchOptions.FOLDER.resolve("billing.out"),
                    Map.of("BILLING_FOCUS", focus), "run", BenchData.PERIOD, "--issue-date", "2026-11-02"),
                    "billing run");
            processor.add(database.serverSeconds() + BenchDatabase.commandSeconds() - before);
            seconds.add(database.jobSeconds());
            if (focus.equals("on")) {
                try (var files = Files.find(database.folder(), 9,
                        (file, attributes) -> attributes.isRegularFile()
                                && String.valueOf(file.getParent().getFileName()).equals("focus"))) {
                    bytes = files.mapToLong(file -> file.toFile().length()).sum();
                }
            }
        } finally {
            database.leave();
        }
    }
}
