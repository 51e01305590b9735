package org.billinggroups.postgres;

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
public record PostgresCluster(Path folder) {
    private static final String HOME = "cluster-18";
    /** After a crash the server first replays its log, which takes its time. */
    private static final Duration START_LIMIT = Duration.ofSeconds(300);
    /** A server that does not do what it was asked to, or says nothing, is taken to hang. */
    private static final Duration HANG_LIMIT = Duration.ofSeconds(10);
    private static final int START_ATTEMPTS = 10;
    private static final int TOLD_LINES = 15;
    /** Enough for two runs at once, each of which wants two for each of its parts: a large machine needs more. */
    private static final int CONNECTIONS_PER_PROCESSOR = 5;
    private static final int USUAL_CONNECTIONS = 100;
    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);

    /** What makes it durable and private: given at every start, so that no file can change it. */
    private static final List<String> FIXED_SETTINGS = List
            .of("fsync=on", "synchronous_commit=on", "full_page_writes=on", "listen_addresses=127.0.0.1",
                    "unix_socket_directories=", "password_encryption=scram-sha-256");

    /** Where the cluster below a server's folder is, once it is complete. */
    public static Path home(Path folder) {
        return folder.resolve(HOME);
    }

    boolean exists() {
        return Files.isDirectory(home(folder));
    }

    Passwords passwords() throws IOException {
        return Passwords.read(home(folder));
    }

    /**
     * The port of the server once it answers there; empty if it does not run. One that hangs while it ends, or does not
     * answer any more, is ended first.
     *
     * @throws DatabaseRefusedException if it was started by hand and does not listen to us
     * @throws DatabaseUnavailableException if it does not get ready
     */
    Optional<Integer> answeringPort() throws IOException {
        var waiting = new Waiting();
        for (var file = running(); file.isPresent(); file = running()) {
            ServerAnswer answer = answer(file.get());
            if (answer == ServerAnswer.READY) {
                return file.get().readyPort();
            }
            if (answer == ServerAnswer.RECOVERING) {
                waiting.more("the PostgreSQL server in " + folder + " to start", START_LIMIT);
            } else if (!waiting.isOver("the PostgreSQL server in " + folder + " to end or to answer", HANG_LIMIT)) {
                continue;
            } else if (isOurs()) {
                end();
                return Optional.empty();
            } else {
                throw new DatabaseRefusedException(
                        "the PostgreSQL server in " + folder + " was started by hand and does"
                                + " not answer at 127.0.0.1: stop it, or start it with -c listen_addresses=127.0.0.1");
            }
        }
        return Optional.empty();
    }

    /** Whether a command of ours has started the server that runs or ran last, not a person. */
    boolean isOurs() throws IOException {
        String options = Files.readString(data().resolve("postmaster.opts"));
        return FIXED_SETTINGS.stream().allMatch(setting -> options.contains('"' + setting + '"'));
    }

    private Optional<PostmasterFile> running() throws IOException {
        Optional<PostmasterFile> file = PostmasterFile.read(data());
        return file.isPresent() && file.get().isAlive() ? file : Optional.empty();
    }

    private static ServerAnswer answer(PostmasterFile file) {
        return file.readyPort().map(ServerAnswer::ask)
                .orElse(file.isStopping() ? ServerAnswer.STOPPING : ServerAnswer.RECOVERING);
    }

    /** Starts the server, which does not run, and returns its port once it accepts connections. */
    int start(PostgresBinaries binaries, ServerUser user) throws IOException {
        Folders.keepPrivate(home(folder));
        Folders.keepPrivate(data());
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

    /**
     * Stops the server, if it runs, after ending its sessions. During recovery it would take the request and never end,
     * so it is let get ready first. One that does not end is ended at once: its log is durable.
     */
    void stop() throws IOException {
        var waiting = new Waiting();
        boolean ready = false;
        for (var file = running(); file.isPresent() && !ready; file = running()) {
            ready = answer(file.get()) == ServerAnswer.READY;
            if (!ready && waiting.isOver("the PostgreSQL server in " + folder + " to get ready", HANG_LIMIT)) {
                break;
            }
        }
        if (!ready || !ends("fast")) {
            end();
        }
    }

    private void end() throws IOException {
        if (running().isEmpty() || ends("immediate")) {
            return;
        }
        running().ifPresent(PostmasterFile::kill);
        Polling.await("the PostgreSQL server in " + folder + " to stop", HANG_LIMIT,
                () -> running().isPresent() ? Optional.empty() : Optional.of(true));
    }

    /** Asks it to end; whether it does so soon. */
    private boolean ends(String mode) throws IOException {
        PostgresBinaries binaries = PostgresBinaries.unpackInto(folder);
        // pg_ctl looks ten times a second only; it is not asked to wait.
        NativeCommand.run(ServerUser.choose(folder, binaries).command(binaries.program("pg_ctl"), "stop", "-m", mode,
                "-W", "-D", data().toString()), "", HANG_LIMIT);
        var waiting = new Waiting();
        while (running().isPresent()) {
            if (waiting.isOver("the PostgreSQL server in " + folder + " to stop (" + mode + ")", HANG_LIMIT)) {
                return false;
            }
        }
        return true;
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
        int connections = CONNECTIONS_PER_PROCESSOR * Runtime.getRuntime().availableProcessors();
        return "-p " + port + " -c " + String.join(" -c ", FIXED_SETTINGS)
                + (connections > USUAL_CONNECTIONS ? " -c max_connections=" + connections : "");
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
