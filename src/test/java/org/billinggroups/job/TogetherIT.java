package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two processes at once, a process that is asked to stop, and a process that lost its lock. */
class TogetherIT {
    @TempDir
    private static Path folder;

    private static TestDatabase imported;
    private static SmallCompany company;

    @BeforeAll
    static void importsUsage() {
        company = SmallCompany.write(folder.resolve("input"), 30);
        imported = TestDatabase.create();
        succeed(imported.environment(), "apply", company.apply().toString(), "--yes");
        succeed(imported.environment(), "price", "import", company.prices().toString());
        succeed(imported.environment(), "import", company.usage().toString());
    }

    @Test
    void secondLauncherExitsWith10WhileTheFirstWorks() throws Exception {
        try (var database = imported.copy()) {
            BillingProcess first;
            try (var lock = new TableLock(database, "posting")) {
                first = BillingProcess.start(database.environment(), run("two"));
                lock.awaitWaiter();
                var second = BillingProcess.run(database.environment(), run("two"));
                assertThat(second.exitCode()).as(second.err()).isEqualTo(10);
                assertThat(second.err()).contains("another process is running the invoicing job")
                        .containsPattern("': \\S+/\\d+, since 20");
                assertThat(BillingProcess.run(database.environment(), "status").out()).contains("running")
                        .containsPattern("2026-10 is worked on by \\S+/\\d+ since 20");
            }
            assertThat(first.await().exitCode()).isZero();
            assertThat(invoices(database)).isEqualTo(30);
        }
    }

    @Test
    void oneOfManyLaunchersWorksAndTheOthersExitCleanly() {
        try (var database = imported.copy()) {
            var processes = IntStream.range(0, 4)
                    .mapToObj(n -> BillingProcess.start(database.environment(), run("many"))).toList();
            var codes = processes.stream().map(process -> process.await().exitCode()).toList();
            assertThat(codes).contains(0).allMatch(code -> code == 0 || code == 10);
            assertThat(invoices(database)).isEqualTo(30);
            succeed(database.environment(), "verify");
        }
    }

    @Test
    void launchersForDifferentPeriodsWorkOneAfterTheOtherOrExitCleanly() throws Exception {
        var september = folder.resolve("september.csv");
        Files.writeString(september, Files.readString(company.usage()).replace("2026-10-", "2026-09-"));
        try (var database = imported.copy()) {
            succeed(database.environment(), "import", september.toString());
            var processes = Stream.of("2026-09", "2026-10", "2026-09", "2026-10").map(period -> BillingProcess.start(
                    database.environment(), "run", period, "--issue-date", "2026-11-02", "--out",
                    folder.resolve("different").toString())).toList();
            var codes = processes.stream().map(process -> process.await().exitCode()).toList();
            assertThat(codes).contains(0).allMatch(code -> code == 0 || code == 10);
            for (var period : List.of("2026-09", "2026-10")) {
                succeed(database.environment(), "run", period, "--issue-date", "2026-11-02", "--out",
                        folder.resolve("different").toString());
                succeed(database.environment(), "verify", period);
            }
            assertThat(invoices(database)).isEqualTo(60);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "invoice_line", "document" })
    void stopsOnRequestWithin10SecondsAndGoesOnLater(String table) throws Exception {
        try (var database = imported.copy()) {
            BillingProcess process;
            Instant asked;
            try (var lock = new TableLock(database, table)) {
                process = BillingProcess.start(database.environment(), run("stop-" + table));
                lock.awaitWaiter();
                asked = Instant.now();
                process.terminate();
                Thread.sleep(500);
            }
            var ended = process.await();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(4);
            assertThat(ended.err()).contains("run again to continue: 'billing run ");
            assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(10));
            assertThat(
                    database.jdbc().sql("SELECT status FROM batch_job_execution ORDER BY job_execution_id DESC LIMIT 1")
                            .query(String.class).single())
                    .isEqualTo("STOPPED");
            succeed(database.environment(), run("stop-" + table));
            assertThat(invoices(database)).isEqualTo(30);
        }
    }

    @Test
    void tellsWhatAnImportThatIsStoppedHasKept() throws Exception {
        var header = "usage_id,project,service,sku,quantity,unit,started_at,ended_at\n";
        var row = ",project-0,Compute,vm,1,hour,2026-10-03T00:00:00Z,2026-10-03T01:00:00Z\n";
        var first = Files.writeString(folder.resolve("first.csv"), header + "first" + row).toString();
        var second = Files.writeString(folder.resolve("second.csv"), header + "second" + row).toString();
        try (var database = imported.copy()) {
            BillingProcess process;
            try (var lock = new TableLock(database, "usage_file")) {
                process = BillingProcess.start(database.environment(), "import", first, second);
                lock.awaitWaiter();
                process.terminate();
                Thread.sleep(500);
            }
            var ended = process.await();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(4);
            long kept = database.jdbc().sql("SELECT count(*) - 1 FROM usage_file").query(Long.class).single();
            assertThat(ended.err()).contains("importing was stopped on request: " + kept + " of 2 files imported, and "
                    + "nothing of the others kept; 'billing import " + first + " " + second + "' goes on with them");
            assertThat(kept).isLessThan(2);
            succeed(database.environment(), "import", first, second);
        }
    }

    @Test
    void endsAtOnceOnASecondSignal() throws Exception {
        try (var database = imported.copy()) {
            try (var lock = new TableLock(database, "document")) {
                var process = BillingProcess.start(database.environment(), run("second-signal"));
                lock.awaitWaiter();
                process.terminate();
                // It takes a busy machine a while until it listens for the second one.
                Thread.sleep(3000);
                assertThat(process.isAlive()).isTrue();
                var asked = Instant.now();
                // Not SIGINT: who starts this build in the background of a script makes all its processes ignore that.
                process.signal("TERM");
                assertThat(process.await().exitCode()).isEqualTo(4);
                assertThat(Duration.between(asked, Instant.now())).isLessThan(Duration.ofSeconds(3));
            }
            succeed(database.environment(), run("second-signal"));
            assertThat(invoices(database)).isEqualTo(30);
        }
    }

    @Test
    void cannotWriteAfterLosingTheLock() throws Exception {
        try (var database = imported.copy()) {
            BillingProcess process;
            Thread successor;
            try (var lock = new TableLock(database, "posting")) {
                process = BillingProcess.start(database.environment(), run("lost"));
                lock.awaitWaiter();
                database.jdbc().sql("""
                        SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                        WHERE datname = current_database() AND application_name = 'billing-groups lock'
                        """).query(Long.class).single();
                // Whoever takes the lock over raises the epoch, and waits for the transaction that checked it sooner.
                successor = new Thread(
                        () -> database.jdbc().sql("UPDATE invoicing_lock SET epoch = epoch + 1").update());
                successor.start();
                Thread.sleep(500);
            }
            var ended = process.await();
            successor.join();
            assertThat(ended.exitCode()).as(ended.err()).isEqualTo(5);
            succeed(database.environment(), run("lost"));
            succeed(database.environment(), "verify");
            assertThat(invoices(database)).isEqualTo(30);
        }
    }

    @Test
    void whatIsImportedOrChangedDuringARunIsForTheNext() throws Exception {
        try (var database = imported.copy()) {
            succeed(database.environment(), run("alone"));
        }
        var more = SmallCompany.write(folder.resolve("during"), 31);
        try (var database = imported.copy()) {
            BillingProcess process;
            try (var lock = new TableLock(database, "invoice_line")) {
                process = BillingProcess.start(database.environment(), run("together"));
                lock.awaitWaiter();
                succeed(database.environment(), "apply", more.apply().toString(), "--yes");
                succeed(database.environment(), "import", more.usage().toString());
                succeed(database.environment(), "group", "edit", "Group 3", "--discount-percent", "50");
            }
            assertThat(process.await().exitCode()).isZero();
            assertThat(FolderContent.of(folder.resolve("together")))
                    .isEqualTo(FolderContent.of(folder.resolve("alone")));
            succeed(database.environment(), run("together"));
            assertThat(invoices(database)).isEqualTo(31);
            succeed(database.environment(), "verify");
        }
    }

    @Test
    void twoFilesWithTheSameRowsKeepEachOnce() throws Exception {
        var rows = Files.readAllLines(SmallCompany.write(folder.resolve("same"), 32).usage());
        var shuffled = folder.resolve("shuffled.csv");
        Files.write(shuffled, Stream.concat(rows.stream().limit(1), rows.reversed().stream()
                .limit(rows.size() - 1)).toList());
        try (var database = imported.copy()) {
            var first = BillingProcess.start(database.environment(), "import",
                    folder.resolve("same/usage.csv").toString());
            var second = BillingProcess.start(database.environment(), "import", shuffled.toString());
            assertThat(first.await().exitCode()).isZero();
            assertThat(second.await().exitCode()).isZero();
            assertThat(database.jdbc().sql("SELECT count(*) FROM usage_record").query(Long.class).single())
                    .isEqualTo(32 * 2 * 20);
            assertThat(database.jdbc().sql("SELECT sum(accepted_rows)::bigint FROM usage_file").query(Long.class)
                    .single()).isEqualTo(32 * 2 * 20);
        }
    }

    @Test
    void twoImportsOfOneFileKeepItOnce() {
        var more = SmallCompany.write(folder.resolve("more"), 33);
        try (var database = imported.copy()) {
            var first = BillingProcess.start(database.environment(), "import", more.usage().toString());
            var second = BillingProcess.start(database.environment(), "import", more.usage().toString());
            assertThat(first.await().exitCode()).isZero();
            assertThat(second.await().exitCode()).isZero();
            assertThat(database.jdbc().sql("SELECT count(*) FROM usage_file").query(Long.class).single()).isEqualTo(2);
            assertThat(database.jdbc().sql("SELECT count(*) FROM usage_record").query(Long.class).single())
                    .isEqualTo(33 * 2 * 20);
        }
    }

    private static long invoices(TestDatabase database) {
        return database.jdbc().sql("SELECT count(*) FROM issued_invoice").query(Long.class).single();
    }

    private static String[] run(String out) {
        return new String[]{ "run", "2026-10", "--issue-date", "2026-11-02", "--out", folder.resolve(out).toString() };
    }

    private static void succeed(Map<String, String> environment, String... arguments) {
        var ended = BillingProcess.run(environment, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }
}
