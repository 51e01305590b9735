package org.billinggroups.postgres;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The making of an embedded server's cluster with its roles and its database: {@code billing_owner} owns the database
 * and its schema, {@code billing} owns nothing, and the administrator is not used again.
 *
 * <p>All of it happens in a temporary folder that gets its name when it is complete and on the disk, so whoever is
 * killed in between leaves nothing that looks ready.
 *
 * @param folder the server's folder, as a real path
 * @param binaries the server's programs
 * @param user whom they run as
 */
record NewCluster(Path folder, PostgresBinaries binaries, ServerUser user) {
    static final String DATABASE = "billing";
    static final String ADMINISTRATOR = "postgres";
    static final String OWNER = "billing_owner";
    static final String APPLICATION = "billing";

    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static final String UNFINISHED = ".unfinished-";

    /** For a batch job on one machine; kept in postgresql.conf, where an operator may change them. */
    private static final List<String> SETTINGS = List
            .of("shared_buffers=256MB", "work_mem=32MB", "maintenance_work_mem=128MB", "effective_cache_size=1GB",
                    "random_page_cost=1.1", "max_connections=100", "max_wal_size=2GB", "checkpoint_timeout=15min",
                    // Whoever reads new rows first marks their pages, each of which goes to the log as a whole: to
                    // squeeze them takes longer than to write them.
                    "wal_compression=off", "jit=off", "timezone=UTC", "log_timezone=UTC", "log_checkpoints=off",
                    // Partitions use the cores already, and parallel plans need more of /dev/shm than containers have.
                    "max_parallel_workers_per_gather=0");

    /** Makes it; the caller holds the start lock. */
    void make() throws IOException {
        Path finished = PostgresCluster.home(folder);
        deleteUnfinished(finished.getFileName() + UNFINISHED);
        // A name of its own each time: the initdb of a killed process may still be at work in the former one.
        Path home = finished.resolveSibling(finished.getFileName() + UNFINISHED + ProcessHandle.current().pid());
        Folders.createPrivate(home);
        user.takeOver(home);
        Passwords passwords = Passwords.random();
        passwords.write(home);
        initialise(home, passwords);
        createDatabase(home, passwords);
        run("", "initdb", "-D", data(home), "--sync-only");
        Folders.sync(home);
        Files.move(home, finished, StandardCopyOption.ATOMIC_MOVE);
        Folders.sync(folder);
    }

    private void initialise(Path home, Passwords passwords) throws IOException {
        Path passwordFile = home.resolve("initdb.password");
        Folders.writePrivate(passwordFile, passwords.administrator());
        user.takeOver(passwordFile);
        Stream<String> options = Stream
                .of("-D", data(home), "-U", ADMINISTRATOR, "--pwfile", passwordFile.toString(), "--auth=scram-sha-256",
                        "--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8",
                        "--no-sync", "--no-instructions");
        run("", "initdb", Stream.concat(options, SETTINGS.stream().map("--set="::concat)).toArray(String[]::new));
        Files.delete(passwordFile);
    }

    /** In single-user mode, one command per line: no server that others could meet, and no port. */
    private void createDatabase(Path home, Passwords passwords) {
        String commands = """
                CREATE ROLE %1$s LOGIN PASSWORD '%2$s'
                CREATE ROLE %3$s LOGIN PASSWORD '%4$s'
                CREATE DATABASE %5$s OWNER %1$s
                REVOKE ALL ON DATABASE %5$s FROM PUBLIC
                GRANT CONNECT, TEMPORARY ON DATABASE %5$s TO %3$s
                """.formatted(OWNER, passwords.owner(), APPLICATION, passwords.application(), DATABASE);
        // A failed command would otherwise be logged, with the password in it.
        run(commands, "postgres", "--single", "-D", data(home), "-c", "exit_on_error=on", "-c",
                "log_min_error_statement=panic", "-c", "password_encryption=scram-sha-256", ADMINISTRATOR);
    }

    private void run(String input, String program, String... options) {
        String[] command = Stream.concat(Stream.of(binaries.program(program)), Stream.of(options))
                .toArray(String[]::new);
        NativeCommand done = NativeCommand.run(user.command(command), input, LIMIT);
        if (!done.succeeded()) {
            String hint = done.output().contains("No space left on device") ? " (the disk is full)" : "";
            throw new DatabaseUnavailableException("cannot make the embedded PostgreSQL in " + folder + hint + ": "
                    + program + " ended with " + done.exitCode() + ":\n" + done.output(), null);
        }
    }

    private static String data(Path home) {
        return home.resolve("data").toString();
    }

    private void deleteUnfinished(String prefix) throws IOException {
        try (DirectoryStream<Path> leftovers = Files.newDirectoryStream(folder, prefix + "*")) {
            for (Path leftover : leftovers) {
                deleteInUse(leftover);
            }
        }
    }

    /** The initdb of a killed process continues making files in there until it is done or misses one. */
    private static void deleteInUse(Path leftover) throws IOException {
        long deadline = System.nanoTime() + LIMIT.toNanos();
        while (true) {
            try {
                Folders.deleteTree(leftover);
                return;
            } catch (DirectoryNotEmptyException | NoSuchFileException madeOrDeletedMeanwhile) {
                if (System.nanoTime() > deadline) {
                    throw madeOrDeletedMeanwhile;
                }
                Polling.pause(Duration.ofMillis(100));
            }
        }
    }
}
