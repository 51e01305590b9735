package org.billinggroups.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What is asked for, by the system properties that {@code jobs/bench} sets.
 *
 * @param command what was typed, for the report
 * @param rounds how often each measurement is repeated
 * @param workers with how many workers runs are measured
 * @param quick whether times do not matter, only that all of it works
 */
record BenchOptions(Mode mode, String command, int rows, int projects, int groups, int rounds,
        List<Integer> workers, boolean quick) {
    /** Where all of it happens; what is left there are the reports and the logs of the collector. */
    static final Path FOLDER = Path.of("target", "bench").toAbsolutePath();

    private static final Set<Mode> REPEATED = Set.of(Mode.TABLE, Mode.WORKERS, Mode.PRICES, Mode.FOCUS,
            Mode.STATEMENT);

    /** What is measured. */
    enum Mode {
        /** Ours beside limits and peers. */
        TABLE,
        /** Ten and a hundred times the rows. */
        SCALE,
        /** A run with workers beside one without. */
        WORKERS,
        /** Groups with prices and adjustments of their own beside groups without. */
        PRICES,
        /** A run with FOCUS files beside one without. */
        FOCUS,
        /** A bank statement. */
        STATEMENT,
        /** One bucket and more. */
        BUCKETS,
        /** The sizes that 256 MB of heap have to suffice for. */
        LARGE
    }

    static BenchOptions read() {
        boolean quick = Boolean.getBoolean("bench.quick");
        var mode = Mode.valueOf(System.getProperty("bench.mode", "table").toUpperCase(Locale.ROOT));
        return new BenchOptions(mode, System.getProperty("bench.command", "mvn verify -Pbench"),
                Integer.getInteger("bench.rows", rows(mode, quick)),
                Integer.getInteger("bench.projects", quick ? 500 : 10_000),
                Integer.getInteger("bench.groups", quick ? 50 : 1_000),
                Integer.getInteger("bench.rounds",
                        quick || !REPEATED.contains(mode) ? 1 : 3),
                Stream.of(System.getProperty("bench.workers", "1,2").split(",")).map(Integer::valueOf).toList(), quick);
    }

    private static int rows(Mode mode, boolean quick) {
        if (mode == Mode.STATEMENT) {
            return quick ? 2_000 : StatementBench.AIMED;
        }
        return quick ? 20_000 : 1_000_000;
    }

    BenchData data() {
        return new BenchData(FOLDER.resolve("input"), rows, projects, groups);
    }
}
