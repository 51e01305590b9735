package org.billinggroups.database;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The data of an embedded server, and how to start and stop it. Its callers hold the start lock, so that only one
 * process at a time does either.
 *
 * @param folder the server's folder, as a real path
 */
record PostgresCluster(Path folder) {

    private static final String HOME = "cluster-18";
    /** After a crash the server first replays its log, which takes its time. */
    private static final Duration START_LIMIT = Duration.ofSeconds(300);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(120);
    private static final int START_ATTEMPTS = 10;
    private static final int TOLD_LINES = 15;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    /** What makes it durable and private: given at every start, so that no file can change it. */
    private static final List<String> FIXED_SETTINGS = List
            .of("fsync=on", "synchronous_commit=on", "full_page_writes=on", "listen_addresses=127.0.0.1",
                    "unix_socket_directories=", "password_encryption=scram-sha-256");

    /** Where the cluster below a server's folder is, once it is complete. */
    static Path home(Path folder) {
        return folder.resolve(HOME);
    }

    boolean exists() {
        return Files.isDirectory(home(folder));
    }

    Passwords passwords() throws IOException {
        return Passwords.read(home(folder));
    }

    /** The port of the server if it runs, waiting while it starts or stops; empty if it does not run. */
    Optional<Integer> runningPort() throws IOException {
        return Polling.await("the PostgreSQL server in " + folder + " to start or stop", START_LIMIT, () -> {
            Optional<PostmasterFile> file = PostmasterFile.read(data());
            if (file.isEmpty() || !file.get().isAlive()) {
                return Optional.of(Optional.<Integer>empty());
            }
            return file.get().readyPort().map(Optional::of);
        });
    }

    /** Starts the server, which does not run, and returns its port once it accepts connections. */
    int start(PostgresBinaries binaries, ServerUser user) throws IOException {
        for (int attempt = 1;; attempt++) {
            Optional<PostmasterFile> stale = PostmasterFile.read(data());
            if (stale.isPresent()) {
                stale.get().markDead();
            }
            long logStart = Files.exists(log()) ? Files.size(log()) : 0;
            Process start = NativeCommand
                    .start(user
                            .command(binaries.program("pg_ctl"), "start", "-w", "-t",
                                    Long.toString(START_LIMIT.toSeconds()),
                                    "-D", data().toString(), "-l", log().toString(), "-o", serverOptions(freePort())));
            Optional<Integer> port = awaitStart(start);
            if (port.isPresent()) {
                return port.get();
            }
            String said = new String(start.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                    + logSince(logStart);
            // The port was taken meanwhile, or the last processes of a killed server are still ending.
            boolean passing = said.contains("could not bind") || said.contains("pre-existing shared memory block");
            if (!passing || attempt == START_ATTEMPTS) {
                throw failure(said);
            }
            Polling.pause(RETRY_PAUSE);
        }
    }

    /** Stops the server, if it runs, after ending its sessions. */
    void stop(PostgresBinaries binaries, ServerUser user) throws IOException {
        if (runningPort().isEmpty()) {
            return;
        }
        // pg_ctl looks ten times a second only; it is not asked to wait.
        NativeCommand stop = NativeCommand.run(user.command(binaries.program("pg_ctl"), "stop", "-m", "fast", "-W",
                "-D", data().toString()), "", STOP_LIMIT);
        if (!stop.succeeded() && runningPort().isPresent()) {
            throw new DatabaseUnavailableException(
                    "cannot stop the embedded PostgreSQL in " + folder + ": " + stop.output(), null);
        }
        Polling.await("the PostgreSQL server in " + folder + " to stop", STOP_LIMIT, () -> {
            Optional<PostmasterFile> file = PostmasterFile.read(data());
            return file.isPresent() && file.get().isAlive() ? Optional.empty() : Optional.of(true);
        });
    }

    private Path data() {
        return home(folder).resolve("data");
    }

    private Path log() {
        return folder.resolve("server.log");
    }

    private Optional<Integer> awaitStart(Process start) throws IOException {
        return Polling.await("the PostgreSQL server in " + folder + " to start", START_LIMIT, () -> {
            Optional<PostmasterFile> file = PostmasterFile.read(data());
            if (file.isPresent() && file.get().isAlive() && file.get().readyPort().isPresent()) {
                return Optional.of(file.get().readyPort());
            }
            // pg_ctl looks ten times a second only; it is asked no more than whether the start has failed.
            return start.isAlive() || start.exitValue() == 0
                    ? Optional.empty()
                    : Optional.of(Optional.<Integer>empty());
        });
    }

    private DatabaseUnavailableException failure(String said) {
        List<String> lines = said.lines().toList();
        String tail = String.join("\n  ", lines.subList(Math.max(0, lines.size() - TOLD_LINES), lines.size()));
        String hint = said.contains("No space left on device") ? " (the disk is full)" : "";
        return new DatabaseUnavailableException("cannot start the embedded PostgreSQL in " + folder + hint
                + "; the end of " + log() + ":\n  " + tail, null);
    }

    private static String serverOptions(int port) {
        return "-p " + port + " -c " + String.join(" -c ", FIXED_SETTINGS);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByAddress(new byte[]{ 127, 0, 0, 1 }))) {
            return socket.getLocalPort();
        }
    }

    private String logSince(long position) throws IOException {
        if (!Files.exists(log())) {
            return "";
        }
        try (InputStream log = Files.newInputStream(log())) {
            log.skipNBytes(position);
            return new String(log.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
