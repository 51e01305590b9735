package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The embedded database, killed with -9 while a run works: the run fails resumably, and the next one finishes it. */
class DatabaseLossIT {
    private static final String IMMEDIATE_SHUTDOWN = "QUIT";

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void importsUsage() throws IOException {
        data = folder.resolve("data");
        var company = SmallCompany.write(folder.resolve("input"), 25);
        billing(0, "apply", company.apply().toString(), "--yes");
        billing(0, "price", "import", company.prices().toString());
        billing(0, "import", company.usage().toString());
        var september = folder.resolve("september.csv");
        Files.writeString(september, Files.readString(company.usage()).replace("2026-10-", "2026-09-"));
        billing(0, "import", september.toString());
    }

    @Test
    void finishesAfterTheServerWasKilled() throws Exception {
        BillingProcess run;
        try (var postgres = EmbeddedPostgres.start(data)) {
            var login = postgres.owner();
            try (var connection = DriverManager.getConnection(login.jdbcUrl(), login.username(), login.password())) {
                connection.setAutoCommit(false);
                connection.createStatement().execute("LOCK TABLE posting IN ACCESS EXCLUSIVE MODE");
                run = BillingProcess.start(Map.of(), command("run", "2026-10", "--issue-date", "2026-11-02"));
                awaitIssuedInvoices(postgres);
                signalServer("KILL");
            }
        }
        var ended = run.await();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(5);
        assertThat(ended.err()).doesNotContain("\tat ");
        billing(0, "run", "2026-10");
        assertThat(billing(0, "verify").out()).contains("2026-10 run 1: verified");
        assertThat(FolderContent.of(data.resolve("out/2026-10"))).hasSize(2 * 25 + 3);
    }

    /** {@code -Dserver.kills=N}: how many times a process of the server is killed before the run gets through. */
    @Test
    void finishesAfterKillsOfAnyProcessOfTheServerAtAnyInstant() throws Exception {
        var random = new Random(Long.getLong("seed", 1));
        var run = command("run", "2026-09", "--issue-date", "2026-11-02");
        for (int kills = Integer.getInteger("server.kills", 4); kills > 0; kills--) {
            var process = BillingProcess.start(Map.of(), random.nextInt(3) == 0 ? command("status") : run);
            Thread.sleep(300L + random.nextInt(4000));
            killProcessOfServer(random);
            var ended = process.await();
            assertThat(ended.exitCode()).as(ended.err()).isIn(0, 5);
            assertThat(ended.err()).doesNotContain("\tat ");
        }
        billing(0, "run", "2026-09", "--issue-date", "2026-11-02");
        assertThat(billing(0, "verify", "2026-09").out()).contains("2026-09 run 1: verified");
        assertThat(FolderContent.of(data.resolve("out/2026-09"))).hasSize(2 * 25 + 3);
    }

    /** The server itself, or one of its processes: those that work for us, and those that serve all. */
    private static void killProcessOfServer(Random random) throws Exception {
        var server = server();
        if (server.isEmpty() || random.nextInt(4) == 0) {
            signalServer(random.nextBoolean() ? "KILL" : IMMEDIATE_SHUTDOWN);
            return;
        }
        var processes = server.get().children().sorted().toList();
        if (!processes.isEmpty()) {
            processes.get(random.nextInt(processes.size())).destroyForcibly();
        }
    }

    @Test
    void tellsADataFolderThatCannotBeUsedInOneSentence() throws IOException {
        var file = Files.writeString(folder.resolve("file"), "in the way");
        var ended = BillingProcess.run(Map.of(), "status", "--data-dir", file.toString());
        assertThat(ended.exitCode()).isEqualTo(20);
        assertThat(ended.err()).startsWith("billing: cannot use the database folder").doesNotContain("\tat ");
    }

    private static void awaitIssuedInvoices(EmbeddedPostgres postgres) throws Exception {
        var login = postgres.application();
        var deadline = Instant.now().plus(Duration.ofSeconds(60));
        try (var connection = DriverManager.getConnection(login.jdbcUrl(), login.username(), login.password());
                var question = connection.prepareStatement(
                        "SELECT EXISTS (SELECT FROM document JOIN invoicing_run ON id = run_id WHERE period = '2026-10-01')")) {
            while (Instant.now().isBefore(deadline)) {
                try (var answer = question.executeQuery()) {
                    if (answer.next() && answer.getBoolean(1)) {
                        return;
                    }
                }
                Thread.sleep(50);
            }
        }
        throw new IllegalStateException("no document was written");
    }

    private static void signalServer(String signal) throws Exception {
        var server = server();
        if (server.isPresent()) {
            new ProcessBuilder("kill", "-" + signal, Long.toString(server.get().pid())).start().waitFor();
        }
    }

    private static Optional<ProcessHandle> server() throws IOException {
        var file = data.resolve("postgresql/cluster-18/data/postmaster.pid");
        try (var lines = Files.lines(file)) {
            return lines.findFirst().flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.strip())));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static String[] command(String... arguments) {
        var command = new String[arguments.length + 2];
        command[0] = "--data-dir";
        command[1] = data.toString();
        System.arraycopy(arguments, 0, command, 2, arguments.length);
        return command;
    }

    private static BillingProcess.Ended billing(int exitCode, String... arguments) {
        var ended = BillingProcess.run(Map.of(), command(arguments));
        assertThat(ended.exitCode()).as(String.join(" ", arguments) + "\n" + ended.out() + ended.err())
                .isEqualTo(exitCode);
        return ended;
    }
}
