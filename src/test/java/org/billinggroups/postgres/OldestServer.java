package org.billinggroups.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipFile;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A server of the oldest version that will do, PostgreSQL 15, as an administrator has made it: with a superuser and
 * nothing of ours.
 */
public final class OldestServer implements AutoCloseable {
    private static final Path ARCHIVE = Path.of("target/judges/postgresql-15.jar");
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String PASSWORD = "secret";

    private final PostgresBinaries binaries;
    private final ServerUser user;
    private final Path folder;
    private final int port;

    private OldestServer(PostgresBinaries binaries, ServerUser user, Path folder, int port) {
        this.binaries = binaries;
        this.user = user;
        this.folder = folder;
        this.port = port;
    }

    /** Makes one and starts it, not in a temporary folder, which the user that it runs as may not enter. */
    public static OldestServer make() throws IOException {
        var binaries = unpacked();
        var real = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "server").toRealPath();
        var user = ServerUser.choose(real, binaries);
        int port;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = socket.getLocalPort();
        }
        var server = new OldestServer(binaries, user, real, port);
        var password = Files.writeString(real.resolve("password"), PASSWORD);
        user.takeOver(password);
        server.run("initdb", "-D", server.data().toString(), "-U", "postgres", "--pwfile", password.toString(),
                "--auth=scram-sha-256", "--encoding=UTF8", "--locale=C", "--no-sync", "--no-instructions");
        server.start();
        return server;
    }

    /** Its programs, unpacked once for all tests. */
    private static PostgresBinaries unpacked() throws IOException {
        var folder = Path.of("target/postgresql-15").toAbsolutePath();
        if (!Files.isDirectory(folder)) {
            var unfinished = folder.resolveSibling(folder.getFileName() + ".unfinished");
            Folders.deleteTree(unfinished);
            try (var archive = new ZipFile(ARCHIVE.toFile());
                    var packed = archive.getInputStream(archive.getEntry("postgres-linux-x86_64.txz"))) {
                PostgresBinaries.unpack(packed, unfinished);
            }
            Files.move(unfinished, folder, StandardCopyOption.ATOMIC_MOVE);
        }
        return new PostgresBinaries(folder);
    }

    /** Starts it with settings such as {@code max_connections=10}. */
    public void start(String... settings) {
        List<String> all = new ArrayList<>(List.of("listen_addresses=127.0.0.1", "unix_socket_directories=",
                "fsync=off"));
        all.addAll(List.of(settings));
        run("pg_ctl", "start", "-w", "-D", data().toString(), "-l", folder.resolve("server.log").toString(), "-o",
                "-p " + port + " -c " + String.join(" -c ", all));
    }

    /** Stops it, ending its sessions. */
    public void stop() {
        run("pg_ctl", "stop", "-m", "fast", "-w", "-D", data().toString());
    }

    /** Lets it stop as soon as its last session has ended; until then it lets nobody in. */
    public void beginToStop() {
        run("pg_ctl", "stop", "-m", "smart", "-W", "-D", data().toString());
    }

    /** Waits until it has stopped by itself. */
    public void awaitStop() throws IOException {
        Polling.await("the server to stop", LIMIT, () -> Files.exists(data().resolve("postmaster.pid"))
                ? Optional.empty()
                : Optional.of(true));
    }

    /** Where its data are. */
    public Path data() {
        return folder.resolve("data");
    }

    /** A login of it. */
    public DatabaseLogin login(String database, String name, String password) {
        return new DatabaseLogin("jdbc:postgresql://127.0.0.1:" + port + "/" + database, name, password);
    }

    /** The superuser's login. */
    public DatabaseLogin administrator(String database) {
        return login(database, "postgres", PASSWORD);
    }

    /** Runs a statement as the superuser. */
    public void execute(String database, String sql) {
        var login = administrator(database);
        JdbcClient.create(new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password())).sql(sql)
                .update();
    }

    @Override
    public void close() throws IOException {
        stop();
        Folders.deleteTree(folder);
    }

    private void run(String program, String... options) {
        var command = Stream.concat(Stream.of(binaries.program(program)), Stream.of(options)).toArray(String[]::new);
        var done = NativeCommand.run(user.command(command), "", LIMIT);
        if (!done.succeeded()) {
            throw new AssertionError(program + " ended with " + done.exitCode() + ": " + done.output());
        }
    }
}
