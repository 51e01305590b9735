package org.billinggroups.bench;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The same run as a command, by itself and with workers in other processes, each time on a copy of one database. The
 * workers share the processors: as many threads in each that the largest number of them has one for each processor.
 */
final class WorkersBench {
    private static final String[] RUN = { "run", BenchData.PERIOD, "--issue-date", "2026-11-02" };
    private static final String[] RUN_BEFORE = { "run", BenchData.PERIOD_BEFORE, "--issue-date", "2026-10-02" };
    /** Of how many rows of the measured period one is in the period before, which makes workers warm. */
    private static final int ROWS_FOR_ONE_BEFORE = 50;
    private static final Map<String, String> REMOTE = Map.of("BILLING_WORKERS", "remote");
    private static final double MOST_BESIDE_LOCAL = 1.15;
    private static final int LOOKS_A_SECOND = 20;
    private static final int LONGEST_START_SECONDS = 120;

    private final BenchOptions options;
    private final Path kept = BenchOptions.FOLDER.resolve("kept");
    private final int threads;
    private final Times local = new Times();
    private final Map<Integer, Times> remote = new TreeMap<>();

    WorkersBench(BenchOptions options) {
        this.options = options;
        int most = options.workers().stream().mapToInt(Integer::intValue).max().orElseThrow();
        threads = Math.max(1, Runtime.getRuntime().availableProcessors() / most);
        options.workers().forEach(count -> remote.put(count, new Times()));
    }

    BenchReport run() throws Exception {
        options.data().write();
        return run(Optional.empty());
    }

    /** With the data that is written already, and a report to be added to. */
    BenchReport run(Optional<BenchReport> begun) throws Exception {
        BenchReport report;
        try (var database = new BenchDatabase()) {
            report = begun.orElseGet(() -> new BenchReport(options, Machine.here(database.version())));
            options.data().writeUsageBefore(options.data().rows() / ROWS_FOR_ONE_BEFORE);
            database.load(options.data()).billing("import", options.data().usage().toString());
            database.billing("import", options.data().usageBefore().toString());
            database.keep(kept);
        }
        measure();
        return report(report);
    }

    private void measure() throws Exception {
        List<InTurns.Work> works = new ArrayList<>();
        works.add(this::runLocally);
        remote.keySet().forEach(count -> works.add(() -> runRemotely(count)));
        for (int round = 1; round <= options.rounds(); round++) {
            System.out.println("bench: with and without workers, round " + round + " of " + options.rounds());
            InTurns.run(round, works.toArray(InTurns.Work[]::new));
        }
    }

    private void runLocally() throws Exception {
        try (var database = BenchDatabase.of(kept)) {
            database.billing(RUN_BEFORE);
            local.measure(() -> database.billingUnlogged(RUN));
        }
    }

    /**
     * The workers are there before the run begins, and have worked on an earlier one, as where they wait all day: what
     * the start of a process costs is paid once for them, and each time for a run.
     */
    private void runRemotely(int count) throws Exception {
        try (var database = BenchDatabase.of(kept)) {
            List<Process> workers = new ArrayList<>();
            try {
                for (int i = 0; i < count; i++) {
                    workers.add(database.start(BenchOptions.FOLDER.resolve("worker-" + i + ".out"), Map.of(), "worker",
                            "--threads", Integer.toString(threads)));
                }
                awaitWorkers(database, count);
                var out = BenchOptions.FOLDER.resolve("billing.out");
                BenchDatabase.await(database.start(out, REMOTE, RUN_BEFORE), "billing run");
                remote.get(count).measure(() -> {
                    BenchDatabase.await(database.start(out, REMOTE, RUN), "billing run");
                    return out;
                });
            } finally {
                workers.forEach(Process::destroy);
                for (var worker : workers) {
                    worker.waitFor();
                }
            }
        }
    }

    private static void awaitWorkers(BenchDatabase database, int count) throws InterruptedException {
        for (int i = 0; i < LONGEST_START_SECONDS * LOOKS_A_SECOND; i++) {
            int there = database.jdbc().sql("SELECT count(DISTINCT application_name) FROM pg_stat_activity "
                    + "WHERE application_name LIKE 'billing worker %'").query(Integer.class).single();
            if (there >= count) {
                return;
            }
            Thread.sleep(1000 / LOOKS_A_SECOND);
        }
        throw new IllegalStateException("not all of " + count + " workers have come");
    }

    private BenchReport report(BenchReport report) {
        var table = new TextTable(List.of("run with", "takes", "to the fewest workers", "to none", "aim"));
        table.add(List.of("no workers, " + Runtime.getRuntime().availableProcessors() + " threads", local.text(), "",
                "", ""));
        var fewest = remote.values().iterator().next();
        int most = remote.keySet().stream().mapToInt(Integer::intValue).max().orElseThrow();
        List<Map<String, Object>> json = new ArrayList<>();
        remote.forEach((count, times) -> {
            table.add(List.of(count + (count == 1 ? " worker, " : " workers, ") + threads + " thread"
                    + (threads == 1 ? "" : "s") + (count == 1 ? "" : " each"), times.text(),
                    times == fewest ? "" : TextTable.format("%.2f × as fast", fewest.median() / times.median()),
                    TextTable.format("%.2f × as long", times.median() / local.median()),
                    count == most ? "≤ " + MOST_BESIDE_LOCAL : ""));
            Map<String, Object> one = new LinkedHashMap<>();
            one.put("workers", count);
            one.put("threads", threads);
            one.put("run", times.json());
            one.put("to_local", times.median() / local.median());
            one.put("speed_up", fewest.median() / times.median());
            json.add(one);
        });
        return report.table(table).put("local", local.json()).put("workers", json);
    }
}
