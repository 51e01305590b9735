package org.billinggroups.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.FolderContent;
import org.billinggroups.job.SmallCompany;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * Lets a run whose parts are worked on by two workers meet faults at random instants: workers, the run, both or the
 * database's server die, or a worker is stopped for longer than it may hang. What comes out is that of a run without
 * workers, byte for byte. {@code -Dworker.faults=N} sets how many, {@code -Dseed=N} which, {@code -Dinvoices=N} how
 * many invoices.
 */
class WorkersChaosIT {
    private static final int FAULTS = Integer.getInteger("worker.faults", 2);
    private static final int GROUPS = Integer.getInteger("invoices", 24);
    private static final long SEED = Long.getLong("seed", 1);
    private static final Map<String, String> REMOTE = Map.of("BILLING_WORKERS", "remote", "BILLING_PARTITIONS", "8",
            "BILLING_WORKERS_HUNG_AFTER", "5s");

    @TempDir
    private static Path folder;

    private static Path imported;
    private static Map<String, String> expected;
    private static int millisOfRun;

    private final Random random = new Random(SEED);
    private final ChaosReport report = new ChaosReport(SEED);
    private final List<BillingProcess> workers = new ArrayList<>();
    private final List<BillingProcess> runs = new ArrayList<>();
    private Path data = folder;

    private enum Fault {
        WORKER, RUN, BOTH, SERVER, STOPPED
    }

    @BeforeAll
    static void importsUsageAndInvoicesWithoutWorkers() throws Exception {
        imported = folder.resolve("imported");
        var company = SmallCompany.write(folder.resolve("input"), GROUPS);
        for (var command : List.of("apply " + company.apply() + " --yes", "price import " + company.prices(),
                "import " + company.usage())) {
            succeed(imported, command.split(" "));
        }
        var local = copy("local");
        var start = Instant.now();
        var run = start(local, Map.of("BILLING_PARTITIONS", "8"), "run", "2026-10", "--issue-date", "2026-11-02")
                .await();
        assertThat(run.exitCode()).as(run.err()).isZero();
        millisOfRun = (int) Duration.between(start, Instant.now()).toMillis();
        expected = FolderContent.of(local.resolve("out"));
        assertThat(expected).hasSize(2 * GROUPS + 3);
    }

    /** With its rights, of which PostgreSQL takes no others. */
    private static Path copy(String name) throws Exception {
        var copy = folder.resolve(name);
        assertThat(new ProcessBuilder("cp", "-a", imported.toString(), copy.toString()).start().waitFor()).isZero();
        return copy;
    }

    private static void succeed(Path data, String... arguments) {
        var ended = start(data, Map.of(), arguments).await();
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }

    private static BillingProcess start(Path data, Map<String, String> environment, String... arguments) {
        List<String> all = new ArrayList<>(List.of("--data-dir", data.toString()));
        all.addAll(List.of(arguments));
        return BillingProcess.start(environment, all.toArray(String[]::new));
    }

    @AfterEach
    void endAll() {
        workers.forEach(BillingProcess::kill);
        runs.forEach(BillingProcess::kill);
    }

    @Test
    void leavesNoTraceOfAnyFault() throws Exception {
        for (int round = 1; report.faults() < FAULTS; round++) {
            data = copy("round-" + round);
            workers.add(worker());
            workers.add(worker());
            var run = run();
            while (report.faults() < FAULTS && run.isAlive()) {
                Thread.sleep(200 + random.nextInt(Math.min(millisOfRun, 4000)));
                run = goesOn(afterAFault(run));
            }
            finish(run);
        }
        report.write(Path.of("target", "chaos", "workers.json"));
        assertThat(report.differences()).isEmpty();
    }

    private BillingProcess run() {
        var run = start(data, REMOTE, "run", "2026-10", "--issue-date", "2026-11-02");
        runs.add(run);
        return run;
    }

    private BillingProcess worker() {
        return start(data, Map.of(), "worker", "--threads", "2");
    }

    /** The run that goes on. */
    private BillingProcess afterAFault(BillingProcess run) throws Exception {
        var fault = report.faults() == 0 ? Fault.SERVER : Fault.values()[random.nextInt(Fault.values().length)];
        report.count(fault.toString());
        switch (fault) {
            case WORKER -> killWorker();
            case RUN -> run.kill();
            case BOTH -> {
                killWorker();
                run.kill();
            }
            case SERVER -> loseServer();
            case STOPPED -> {
                var hanging = workers.removeFirst();
                workers.add(worker());
                hanging.signal("STOP");
                Thread.sleep(random.nextInt(8000));
                hanging.signal("CONT");
                workers.add(hanging);
                workers.removeFirst().kill();
            }
        }
        return run;
    }

    /** The run, or the one after it if it has failed; dead workers are replaced. */
    private BillingProcess goesOn(BillingProcess run) {
        for (var dead : workers.stream().filter(worker -> !worker.isAlive()).toList()) {
            workers.remove(dead);
            workers.add(worker());
        }
        if (run.isAlive()) {
            return run;
        }
        var ended = run.await();
        assertThat(ended.exitCode()).as(ended.err()).isIn(0, 5, 137);
        assertThat(ended.err()).as("sentences, no stack traces").doesNotContain("\tat ");
        return ended.exitCode() == 0 ? run : run();
    }

    /** Then the workers end as well, so that the next run can start the server; who was just starting has done that. */
    private void loseServer() throws Exception {
        signalServer(random.nextBoolean() ? "KILL" : "QUIT");
        var deadline = Instant.now().plusSeconds(20);
        while (workers.stream().anyMatch(BillingProcess::isAlive) && Instant.now().isBefore(deadline)) {
            Thread.sleep(100);
        }
        for (var worker : workers.stream().filter(worker -> !worker.isAlive()).toList()) {
            var ended = worker.await();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(5);
            assertThat(ended.err()).as("sentences, no stack traces").doesNotContain("\tat ");
            workers.remove(worker);
            workers.add(worker());
        }
    }

    private void killWorker() {
        workers.removeFirst().kill();
        workers.add(worker());
    }

    private void finish(BillingProcess last) {
        var run = last;
        // What a lost server meant to it, a run may tell only now.
        for (int times = 0; times < 3 && run.await().exitCode() != 0; times++) {
            run = goesOn(run);
        }
        var ended = run.await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        report.compareFiles(expected, FolderContent.of(data.resolve("out")));
        var verified = start(data, Map.of(), "verify").await();
        report.compare("verification\n" + verified.out(), 0, verified.exitCode());
        try (var server = EmbeddedPostgres.start(data)) {
            var login = server.owner();
            report.compare("requests", 0L, JdbcClient
                    .create(new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password()))
                    .sql("SELECT count(*) FROM worker_channel_message").query(Long.class).single());
        }
        workers.forEach(BillingProcess::kill);
        workers.clear();
    }

    private void signalServer(String signal) throws Exception {
        var file = data.resolve("postgresql/cluster-18/data/postmaster.pid");
        try (var lines = Files.lines(file)) {
            var pid = lines.findFirst().orElse("").strip();
            new ProcessBuilder("kill", "-" + signal, pid).start().waitFor();
        } catch (NoSuchFileException e) {
            // It is not there now.
        }
    }
}
