package org.billinggroups.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a run costs.
 *
 * @param invoices how many it made
 * @param logBytes what went to the server's log, which has to be on disk before anything counts as done
 * @param documentBytes what all files have
 */
record RunCosts(int invoices, Map<String, Step> steps, long logBytes, long documentBytes) {
    /** That of a run of which nothing is known. */
    static final RunCosts NONE = new RunCosts(0, Map.of(), 0, 0);

    /**
     * What a step costs.
     *
     * @param dealt whether it is dealt by bucket
     * @param seconds how long it takes
     * @param program processor seconds of the program
     * @param server processor seconds of the database
     */
    record Step(boolean dealt, double seconds, double program, double server) {}

    /** A step as the job repository tells. */
    private record Noted(String name, boolean dealt, double began, double ended) {}

    /** Watches a run. */
    static RunCosts of(BenchDatabase database, InTurns.Work run) throws Exception {
        long before = logPosition(database);
        var samples = new CpuSamples(database.serverPid(), database::started);
        try (samples) {
            run.run();
        }
        long logged = logPosition(database) - before;
        Map<String, Step> steps = new LinkedHashMap<>();
        for (var step : noted(database)) {
            var first = samples.at(step.began);
            var last = samples.at(step.ended);
            steps.put(step.name, new Step(step.dealt, step.ended - step.began, last.command() - first.command(),
                    last.server() - first.server()));
        }
        int invoices = database.jdbc().sql("SELECT count(*) FROM issued_invoice").query(Integer.class).single();
        return new RunCosts(invoices, steps, logged, bytesBelow(database.folder().resolve("out")));
    }

    private static List<Noted> noted(BenchDatabase database) {
        return database.jdbc().sql("""
                SELECT s.step_name AS name, EXISTS (
                        SELECT FROM batch_step_execution p WHERE p.job_execution_id = s.job_execution_id
                            AND p.step_name LIKE s.step_name || 'Bucket:%') AS dealt,
                    extract(epoch FROM s.start_time::timestamptz)::float8 AS began,
                    extract(epoch FROM s.end_time::timestamptz)::float8 AS ended
                FROM batch_step_execution s
                WHERE s.job_execution_id = (SELECT max(job_execution_id) FROM batch_job_execution)
                    AND s.step_name NOT LIKE '%:%'
                ORDER BY s.step_execution_id
                """).query(Noted.class).list();
    }

    private static long logPosition(BenchDatabase database) {
        return database.jdbc().sql("SELECT pg_current_wal_lsn() - '0/0'::pg_lsn").query(Long.class).single();
    }

    private static long bytesBelow(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
        }
    }
}
