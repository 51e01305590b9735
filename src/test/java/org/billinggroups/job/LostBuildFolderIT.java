package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.billinggroups.cli.CommandInProcess;
import org.billinggroups.database.TestDatabase;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.FileSystemUtils;

/**
 * The build folder vanishes at the instant when the last files were written and before the database knows of them, with
 * or without the process: this run or the next one publishes the files of an undisturbed run.
 */
class LostBuildFolderIT {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    @TempDir
    private static Path folder;

    private static TestDatabase imported;
    private static Map<String, String> undisturbed;

    @BeforeAll
    static void runsUndisturbed() {
        var company = SmallCompany.write(folder.resolve("input"), 3);
        imported = TestDatabase.create();
        succeed(imported, "apply", company.apply().toString(), "--yes");
        succeed(imported, "price", "import", company.prices().toString());
        succeed(imported, "import", company.usage().toString());
        imported.asAdministrator("""
                CREATE FUNCTION wait_here() RETURNS trigger LANGUAGE plpgsql AS $$
                BEGIN
                    PERFORM pg_advisory_xact_lock_shared(20);
                    RETURN NEW;
                END$$
                """);
        try (var database = imported.copy()) {
            var out = folder.resolve("undisturbed");
            succeed(database, run(out));
            undisturbed = FolderContent.of(out);
        }
        assertThat(undisturbed).hasSize(2 * 3 + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = { "ledger", "report", "manifest" })
    void writesAllFilesAgainInTheSameRun(String kind) throws Exception {
        try (var database = imported.copy(); var lock = lock(database, kind)) {
            var out = folder.resolve("lost-" + kind);
            var running = CompletableFuture.supplyAsync(() -> CommandInProcess.run(database, run(out)));
            awaitWaiter(database);
            FileSystemUtils.deleteRecursively(out.resolve("2026-10/.run-1.building"));
            lock.close();
            var ended = running.get();
            assertThat(ended.exitCode()).as(ended.out() + ended.err()).isZero();
            assertThat(FolderContent.of(out)).isEqualTo(undisturbed);
            succeed(database, "verify");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = { "report", "manifest" })
    void writesAllFilesAgainInTheNextRunAfterAKill(String kind) throws Exception {
        try (var database = imported.copy()) {
            var out = folder.resolve("killed-" + kind);
            try (var lock = lock(database, kind)) {
                var process = BillingProcess.start(database.environment(), run(out));
                awaitWaiter(database);
                process.kill();
            }
            var building = out.resolve("2026-10/.run-1.building");
            assertThat(Files.isDirectory(building)).isTrue();
            FileSystemUtils.deleteRecursively(building);
            succeed(database, run(out));
            assertThat(FolderContent.of(out)).isEqualTo(undisturbed);
            succeed(database, "verify");
        }
    }

    /** Lets whoever notes a file of that kind wait until the connection is closed. */
    private static Connection lock(TestDatabase database, String kind) throws Exception {
        database.asAdministrator("CREATE TRIGGER wait_here BEFORE INSERT ON document FOR EACH ROW WHEN (NEW.kind = '"
                + kind + "') EXECUTE FUNCTION wait_here()");
        var connection = TestDatabase.dataSource(database.owner()).getConnection();
        try (var statement = connection.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(20)");
        }
        return connection;
    }

    private static void awaitWaiter(TestDatabase database) throws InterruptedException {
        var deadline = Instant.now().plus(LONGEST_WAIT);
        while (!database.ownerJdbc().sql("""
                SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND objid = 20
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                """).query(Boolean.class).single()) {
            assertThat(Instant.now()).as("nobody has written the file").isBefore(deadline);
            Thread.sleep(20);
        }
    }

    private static String[] run(Path out) {
        return new String[]{ "run", "2026-10", "--issue-date", "2026-11-02", "--out", out.toString(), "--quiet" };
    }

    private static void succeed(TestDatabase database, String... arguments) {
        var ended = CommandInProcess.run(database, arguments);
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err()).isZero();
    }
}
