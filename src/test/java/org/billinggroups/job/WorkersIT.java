package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs whose parts are worked on by other processes, which die, hang, come twice, or are not what they should be. */
class WorkersIT {
    private static final String PARTITIONS = "8";
    private static final Duration LONGEST = Duration.ofSeconds(120);

    @TempDir
    private static Path folder;

    private static TestDatabase imported;
    private static Map<String, String> expected;

    private final List<BillingProcess> started = new ArrayList<>();
    private TestDatabase database;
    private Path out;

    @BeforeAll
    static void importsUsageAndInvoicesWithoutWorkers() {
        var company = SmallCompany.write(folder.resolve("input"), 24);
        imported = TestDatabase.create();
        for (var command : List.of("apply " + company.apply() + " --yes", "price import " + company.prices(),
                "import " + company.usage())) {
            assertThat(BillingProcess.run(imported.environment(), command.split(" ")).exitCode()).isZero();
        }
        try (var local = imported.copy()) {
            Map<String, String> environment = new HashMap<>(local.environment());
            environment.putAll(Map.of("BILLING_PARTITIONS", PARTITIONS, "BILLING_FOCUS", "on"));
            var run = run(environment, folder.resolve("local"));
            assertThat(run.await().exitCode()).isZero();
            expected = FolderContent.of(folder.resolve("local"));
        }
    }

    @BeforeEach
    void copies() throws IOException {
        database = imported.copy();
        out = Files.createTempDirectory(folder, "out");
    }

    @AfterEach
    void endAll() {
        started.stream().filter(BillingProcess::isAlive).forEach(BillingProcess::kill);
        database.close();
    }

    private static BillingProcess run(Map<String, String> environment, Path output) {
        return BillingProcess.start(environment, "run", "2026-10", "--issue-date", "2026-11-02", "--out",
                output.toString());
    }

    private BillingProcess manager(String... settings) {
        Map<String, String> environment = new HashMap<>(database.environment());
        // What files there are is the run's to say: the workers are not told.
        environment.putAll(Map.of("BILLING_WORKERS", "remote", "BILLING_PARTITIONS", PARTITIONS, "BILLING_FOCUS",
                "on"));
        for (int i = 0; i < settings.length; i += 2) {
            environment.put(settings[i], settings[i + 1]);
        }
        var process = run(environment, out);
        started.add(process);
        return process;
    }

    private BillingProcess worker() {
        var process = BillingProcess.start(database.environment(), "worker", "--threads", "2");
        started.add(process);
        return process;
    }

    private void isAsWithoutWorkers(BillingProcess manager) {
        var ended = manager.await();
        assertThat(ended.exitCode()).as(ended.err()).isZero();
        assertThat(FolderContent.of(out)).isEqualTo(expected);
        assertThat(count("SELECT count(*) FROM worker_channel_message")).isZero();
        var verified = BillingProcess.run(database.environment(), "verify");
        assertThat(verified.exitCode()).as(verified.out()).isZero();
    }

    private long count(String sql) {
        return database.ownerJdbc().sql(sql).query(Long.class).single();
    }

    private void await(String condition) throws InterruptedException {
        var deadline = Instant.now().plus(LONGEST);
        while (!database.ownerJdbc().sql("SELECT " + condition).query(Boolean.class).single()) {
            assertThat(Instant.now()).as(condition).isBefore(deadline);
            Thread.sleep(50);
        }
    }

    @Test
    void survivesKillsOfWorkersAndRuns() throws Exception {
        var random = new Random(5);
        var workers = new ArrayList<>(List.of(worker(), worker()));
        var run = manager();
        int kills = 0;
        var deadline = Instant.now().plus(LONGEST);
        while (kills < 10) {
            assertThat(Instant.now()).isBefore(deadline);
            Thread.sleep(300 + random.nextInt(1500));
            int victim = random.nextInt(4);
            if (victim >= 2) {
                if (run.kill().exitCode() == 0) {
                    break;
                }
                kills++;
            }
            if (victim != 2) {
                workers.remove(0).kill();
                workers.add(worker());
                kills++;
            }
            if (!run.isAlive()) {
                run = manager();
            }
        }
        isAsWithoutWorkers(run);
    }

    /** The parts of a step are done one by one; then the run notes that the step is. */
    @Test
    void continuesWhereAllPartsAreDoneAndTheStepIsNot() throws Exception {
        try (var lock = new TableLock(database, "issued_invoice", "SHARE")) {
            worker();
            var run = manager();
            lock.awaitWaiter();
            run.kill();
        }
        assertThat(database.ownerJdbc().sql("""
                UPDATE batch_step_execution SET status = 'STARTED', exit_code = 'EXECUTING', end_time = NULL
                WHERE step_name IN ('draftInvoices', 'checkDrafts')
                """).update()).isEqualTo(2);
        isAsWithoutWorkers(manager());
    }

    @Test
    void survivesDeathsAtBadMoments() throws Exception {
        var run = manager();
        try (var lock = new TableLock(database, "batch_step_execution_context")) {
            lock.awaitWaiter();
            run.kill();
        }
        run = manager();
        await("count(*) = " + PARTITIONS + " FROM worker_channel_message");
        var asked = Instant.now();
        run.terminate();
        assertThat(run.await().exitCode()).as("asked to stop").isEqualTo(4);
        assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));

        run = manager();
        await("count(*) = " + PARTITIONS + " FROM worker_channel_message");
        JdbcClient.create(TestDatabase.dataSource(database.application())).sql("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND usename = current_user
                """).query((rs, row) -> 0).list();
        assertThat(run.await().exitCode()).as("the server ended its sessions").isEqualTo(5);

        var betweenFileAndRow = worker();
        run = manager();
        try (var lock = new TableLock(database, "document", "SHARE")) {
            lock.awaitWaiter();
            assertThat(out.resolve("2026-10/.run-1.building/invoices")).isNotEmptyDirectory();
            betweenFileAndRow.kill();
        }
        run.kill();
        try (var left = Files.list(out)) {
            assertThat(left.map(file -> file.getFileName().toString())).anyMatch(name -> name.startsWith(".workers-"));
        }
        worker();
        isAsWithoutWorkers(manager());
    }

    @Test
    void takesThePartOfAWorkerThatHangs() throws Exception {
        var hanging = worker();
        var run = manager("BILLING_WORKERS_HUNG_AFTER", "8s");
        try (var lock = new TableLock(database, "invoice_line", "SHARE")) {
            lock.awaitWaiter();
            assertThat(BillingProcess.run(database.environment(), "status", "2026-10").out())
                    .containsPattern("workers: \\S+/\\d+")
                    .containsPattern("draftInvoicesBucket:\\d: with \\S+/\\d+ since")
                    .containsPattern("parts of draftInvoices: \\d waiting, [12] running, \\d done");
            assertThat(BillingProcess.run(database.environment(), "status", "2026-10", "--json").out())
                    .containsPattern("\"workers\" *: *\\[ *\"\\S+/\\d+\"").containsPattern(
                            "\"state\" *: *\"running\",\\s*\"worker\" *: *\"\\S+/\\d+\"");
            hanging.signal("STOP");
        }
        worker();
        assertThat(run.await().exitCode()).isZero();
        hanging.signal("CONT");
        Thread.sleep(2000);
        isAsWithoutWorkers(run);
    }

    @Test
    void takesAPartAgainWhoseSessionsWereEndedWhileItsWorkerLived() throws Exception {
        worker();
        var run = manager("BILLING_WORKERS_HUNG_AFTER", "3s");
        try (var lock = new TableLock(database, "invoice_line", "SHARE")) {
            lock.awaitWaiter();
            await("count(*) > 0 FROM batch_step_execution WHERE status = 'UNKNOWN'");
        }
        isAsWithoutWorkers(run);
    }

    @Test
    void dropsRequestsThatComeTwiceOrTooLateAndEndsWhenOneOfTwoWorkersIsAskedToStop() throws Exception {
        var run = manager();
        await("count(*) = " + PARTITIONS + " FROM worker_channel_message");
        var again = """
                INSERT INTO worker_channel_message (message_id, group_key, created_date, message_content, region)
                SELECT message_id, group_key, created_date, message_content, region FROM %s
                """;
        database.ownerJdbc().sql("CREATE TABLE kept AS SELECT * FROM worker_channel_message").update();
        database.ownerJdbc().sql(again.formatted("kept")).update();
        database.ownerJdbc().sql(again.formatted("kept")).update();
        var one = worker();
        worker();
        await("EXISTS (SELECT FROM batch_step_execution WHERE step_name LIKE 'draftInvoicesBucket:%'"
                + " AND status <> 'STARTING')");
        one.terminate();
        assertThat(one.await().exitCode()).isIn(0, 4);
        isAsWithoutWorkers(run);
        database.ownerJdbc().sql(again.formatted("kept")).update();
        await("NOT EXISTS (SELECT FROM worker_channel_message)");
        assertThat(FolderContent.of(out)).isEqualTo(expected);
    }

    @Test
    void saysThatThereIsNoWorkerAndEndsWith5() {
        var ended = manager("BILLING_WORKERS_TIMEOUT", "2s").await();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(5);
        assertThat(ended.err()).contains("there is no worker", "billing.workers.timeout");
    }

    @Test
    void refusesWorkersOfAnotherVersionAndWithoutTheFolder() throws Exception {
        var run = manager();
        await("count(*) = " + PARTITIONS + " FROM worker_channel_message");
        database.ownerJdbc().sql("CREATE TABLE kept AS SELECT * FROM worker_channel_message").update();
        database.ownerJdbc().sql("UPDATE worker_channel_message SET message_content = convert_to(regexp_replace("
                + "convert_from(message_content, 'UTF8'), '\"version\":\"[^\"]*\"', '\"version\":\"0.9\"'), 'UTF8')")
                .update();
        var other = worker().await();
        assertThat(other.exitCode()).as(other.err()).isEqualTo(20);
        assertThat(other.err()).contains("version 0.9");
        database.ownerJdbc().sql("UPDATE worker_channel_message w SET message_content = k.message_content FROM kept k "
                + "WHERE k.message_id = w.message_id").update();
        try (Stream<Path> files = Files.list(out)) {
            var token = files.filter(file -> file.getFileName().toString().startsWith(".workers-")).findFirst()
                    .orElseThrow();
            Files.move(token, out.resolve("elsewhere"));
            var without = worker().await();
            assertThat(without.exitCode()).as(without.err()).isEqualTo(20);
            assertThat(without.err()).contains("is not the one of the run");
            Files.move(out.resolve("elsewhere"), token);
        }
        worker();
        isAsWithoutWorkers(run);
    }

    @Test
    void failsAsWithoutWorkers() throws IOException {
        Files.writeString(Files.createDirectories(out.resolve("2026-10/.run-1.building")).resolve("invoices"), "");
        var without = run(database.environment(), out).await();
        worker();
        var with = manager().await();
        assertThat(with.exitCode()).isEqualTo(without.exitCode()).isNotZero();
        assertThat(with.err().lines().filter(line -> line.startsWith("billing: ")).toList())
                .isEqualTo(without.err().lines().filter(line -> line.startsWith("billing: ")).toList());
    }
}
