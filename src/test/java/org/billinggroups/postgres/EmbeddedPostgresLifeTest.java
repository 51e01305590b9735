package org.billinggroups.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Test {@link EmbeddedPostgres}: its life, shared between processes and disturbed. */
class EmbeddedPostgresLifeTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** A folder with a cluster, which most tests start from: to make one takes seconds. */
    @TempDir
    private static Path seed;

    @TempDir
    private Path dataFolder;

    @BeforeAll
    static void makeSeed() {
        EmbeddedPostgres.start(seed).close();
    }

    /** Owners and modes count, so the system's own command copies it. */
    @BeforeEach
    void copySeed() {
        List<String> copy = List.of("cp", "-a", seed.resolve("postgresql").toString(), dataFolder.toString());
        assertThat(NativeCommand.run(copy, "", Duration.ofSeconds(60)).output()).isEmpty();
    }

    /** Whatever a test has left running. */
    @AfterEach
    void stopOrphan() {
        EmbeddedPostgres.start(dataFolder).close();
        assertThat(postmaster()).doesNotExist();
    }

    @Test
    void isSharedWithinTheProcess() {
        EmbeddedPostgres first = EmbeddedPostgres.start(dataFolder);
        try (EmbeddedPostgres second = EmbeddedPostgres.start(dataFolder)) {
            assertThat(second.application()).isEqualTo(first.application());
            first.close();
            first.close();
            assertThat(show(second, "fsync")).isEqualTo("on");
        }
        assertThat(postmaster()).doesNotExist();
    }

    @Test
    void isSharedWithAnotherProcessAndStoppedByTheLast() throws Exception {
        try (ChildProcess child = ChildProcess.start(dataFolder)) {
            String url = child.jdbcUrl();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
                assertThat(postgres.application().jdbcUrl()).isEqualTo(url);
            }
            assertThat(postmaster()).exists();
        }
        assertThat(postmaster()).doesNotExist();
    }

    @Test
    void twoProcessesMayStartFirst() throws Exception {
        Folders.deleteTree(dataFolder.resolve("postgresql"));
        try (ChildProcess one = ChildProcess.start(dataFolder); ChildProcess other = ChildProcess.start(dataFolder)) {
            assertThat(one.jdbcUrl()).isEqualTo(other.jdbcUrl());
        }
        assertThat(postmaster()).doesNotExist();
    }

    @Test
    void adoptsTheServerOfAKilledProcess() throws Exception {
        try (ChildProcess child = ChildProcess.start(dataFolder)) {
            String url = child.jdbcUrl();
            child.kill();
            assertThat(postmaster()).exists();
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
                assertThat(postgres.application().jdbcUrl()).isEqualTo(url);
            }
        }
        assertThat(postmaster()).doesNotExist();
    }

    @Test
    void keepsWhatWasCommittedWhenTheServerIsKilled() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            jdbc(postgres.owner()).sql("CREATE TABLE invoice AS SELECT 42 AS number").update();
            killServer();
        }
        assertThat(postmaster()).exists();
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            assertThat(jdbc(postgres.owner()).sql("SELECT number FROM invoice").query(Integer.class).single())
                    .isEqualTo(42);
        }
    }

    @Test
    void isNotDeceivedByAReusedProcessNumber() throws IOException {
        EmbeddedPostgres killed = EmbeddedPostgres.start(dataFolder);
        killServer();
        killed.close();
        List<String> lines = new ArrayList<>(Files.readAllLines(postmaster()));
        lines.set(0, Long.toString(ProcessHandle.current().pid()));
        Files.write(postmaster(), lines);
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
        }
    }

    /** As operating.md says; the folder is named as seen from another one. */
    @Test
    void joinsAServerThatWasStartedByHandAndLeavesItRunning() throws IOException {
        Path folder = dataFolder.resolve("postgresql").toRealPath();
        PostgresBinaries binaries = PostgresBinaries.unpackInto(folder);
        ServerUser user = ServerUser.choose(folder, binaries);
        String data = folder.resolve("cluster-18/data").toString().substring(1);
        NativeCommand start = NativeCommand.run(user.command(binaries.program("pg_ctl"), "start", "-w", "-D", data,
                "-l", folder.resolve("server.log").toString(), "-o",
                "-p " + freePort() + " -c listen_addresses=127.0.0.1 -c unix_socket_directories="), "", LIMIT);
        assertThat(start.succeeded()).as(start.output()).isTrue();
        byte[] before = Files.readAllBytes(postmaster());
        try {
            for (int i = 0; i < 2; i++) {
                try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
                    assertThat(show(postgres, "listen_addresses")).isEqualTo("127.0.0.1");
                }
                assertThat(postmaster()).hasBinaryContent(before);
            }
        } finally {
            NativeCommand.run(user.command(binaries.program("pg_ctl"), "stop", "-w", "-D", data), "", LIMIT);
        }
    }

    /** The checkpointer has the last word when a server stops. */
    @Test
    void endsAServerThatDoesNotStop() throws Exception {
        EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder);
        int checkpointer = jdbc(postgres.administrator())
                .sql("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'").query(Integer.class)
                .single();
        new ProcessBuilder("kill", "-STOP", Integer.toString(checkpointer)).start().waitFor();
        postgres.close();
        assertThat(postmaster()).doesNotExist();
    }

    /** A server that is asked to end while it recovers, as it does after one of its processes was killed, never ends. */
    @Test
    void stopsAfterAProcessOfTheServerWasKilled() throws Exception {
        for (int i = 0; i < 3; i++) {
            EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder);
            try (var connection = DriverManager.getConnection(postgres.owner().jdbcUrl(), postgres.owner().username(),
                    postgres.owner().password());
                    var question = connection.createStatement().executeQuery("SELECT pg_backend_pid()")) {
                question.next();
                ProcessHandle.of(question.getInt(1)).orElseThrow().destroyForcibly();
            }
            postgres.close();
            assertThat(postmaster()).doesNotExist();
        }
    }

    @Test
    void doesNotTakeAHalfMadeClusterForReady() throws Exception {
        Folders.deleteTree(dataFolder.resolve("postgresql/cluster-18"));
        Path half = dataFolder.resolve("postgresql/cluster-18.unfinished-1/data");
        Files.createDirectories(half);
        Files.writeString(half.resolve("PG_VERSION"), "18\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
        }
        assertThat(half).doesNotExist();
    }

    @Test
    void waitsForWhatIsStillWritingAHalfMadeCluster() throws Exception {
        Folders.deleteTree(dataFolder.resolve("postgresql/cluster-18"));
        Path half = Files.createDirectories(dataFolder.resolve("postgresql/cluster-18.unfinished-1/data"));
        Thread writing = Thread.ofPlatform().start(() -> {
            for (int file = 0; file < 200; file++) {
                try {
                    Files.createDirectories(half);
                    Files.writeString(half.resolve("file-" + file), "");
                    Polling.pause(Duration.ofMillis(2));
                } catch (IOException deletedMeanwhile) {
                    // As initdb would meet it; what matters is that the folder is gone in the end.
                }
            }
        });
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
        }
        writing.join();
        assertThat(half.getParent().resolveSibling("cluster-18")).exists();
    }

    @Test
    void survivesAKillAtAnyMomentOfTheFirstStart() throws Exception {
        for (int milliseconds = 500; milliseconds < 2500; milliseconds += 600) {
            Path folder = dataFolder.resolve("killed-after-" + milliseconds);
            try (ChildProcess child = ChildProcess.start(folder)) {
                Thread.sleep(milliseconds);
                child.kill();
            }
            try (EmbeddedPostgres postgres = EmbeddedPostgres.start(folder)) {
                assertThat(show(postgres, "fsync")).isEqualTo("on");
            }
        }
    }

    /** As {@code cp -r} leaves it, or a backup that knows no rights. */
    @Test
    void takesAFolderThatLostItsRights() throws IOException {
        Path data = dataFolder.resolve("postgresql/cluster-18/data");
        Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-xrwx"));
        Files.setPosixFilePermissions(data.getParent(), PosixFilePermissions.fromString("rwxr-xr-x"));
        EmbeddedPostgres.start(dataFolder).close();
        assertThat(Files.getPosixFilePermissions(data)).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        assertThat(Files.getPosixFilePermissions(data.getParent()))
                .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void saysThatTheFolderIsAFile() throws IOException {
        Path file = Files.writeString(dataFolder.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file))
                .isInstanceOf(DatabaseRefusedException.class)
                .hasMessageContaining(file.toString());
    }

    @Test
    void saysWhyTheServerDoesNotStart() throws IOException {
        EmbeddedPostgres.start(dataFolder).close();
        Path configuration = dataFolder.resolve("postgresql/cluster-18/data/postgresql.conf");
        String right = Files.readString(configuration);
        Files.writeString(configuration, right + "\nshared_buffers = lots\n");
        assertThatThrownBy(() -> EmbeddedPostgres.start(dataFolder))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("server.log")
                .hasMessageContaining("shared_buffers");
        Files.writeString(configuration, right);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Path postmaster() {
        return dataFolder.resolve("postgresql/cluster-18/data/postmaster.pid");
    }

    /** kill -9, and waits until the process is gone. */
    private void killServer() throws IOException {
        PostmasterFile file = PostmasterFile.read(postmaster().getParent().toRealPath()).orElseThrow();
        ProcessHandle.of(Long.parseLong(file.lines().getFirst())).orElseThrow().destroyForcibly();
        Polling.await("the end", Duration.ofSeconds(10),
                () -> file.isAlive() ? Optional.empty() : Optional.of(file));
    }

    private static String show(EmbeddedPostgres postgres, String setting) {
        return jdbc(postgres.application()).sql("SHOW " + setting).query(String.class).single();
    }

    private static JdbcClient jdbc(DatabaseLogin login) {
        return JdbcClient.create(new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password()));
    }
}
