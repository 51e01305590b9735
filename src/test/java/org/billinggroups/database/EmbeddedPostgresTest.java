package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Test {@link EmbeddedPostgres}: its life, shared and disturbed. */
class EmbeddedPostgresTest {

    @TempDir
    private Path dataFolder;

    /** Whatever a test has left running. */
    @AfterEach
    void stopOrphan() {
        EmbeddedPostgres.start(dataFolder).close();
        assertThat(postmaster()).doesNotExist();
    }

    @Test
    void isDurable() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
                assertThat(show(postgres, setting)).as(setting).isEqualTo("on");
            }
        }
    }

    @Test
    void speaksUnicodeAndUtc() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            assertThat(show(postgres, "server_encoding")).isEqualTo("UTF8");
            assertThat(jdbc(postgres.owner()).sql("SELECT upper('äöß')").query(String.class).single()).startsWith("ÄÖ");
            assertThat(Files.exists(dataFolder.resolve("postgresql/binaries-" + PostgresBinaries.VERSION))).isTrue();
            // 18.6.0 is the archive with server version 18.6.
            assertThat(PostgresBinaries.VERSION).startsWith(show(postgres, "server_version") + ".");
        }
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            assertThat(jdbc(postgres.administrator()).sql("SHOW unix_socket_directories").query(String.class).single())
                    .isEmpty();
            int port = Integer.parseInt(postgres.application().jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
            String hexPort = String.format(":%04X", port);
            List<String> sockets = new ArrayList<>(Files.readAllLines(Path.of("/proc/net/tcp")));
            if (Files.exists(Path.of("/proc/net/tcp6"))) {
                sockets.addAll(Files.readAllLines(Path.of("/proc/net/tcp6")));
            }
            // Columns: number, local address, remote address, state (0A: listens); 0100007F is 127.0.0.1.
            assertThat(sockets.stream().map(line -> line.strip().split("\\s+")).filter(
                    columns -> columns[1].endsWith(hexPort) && columns[3].equals("0A")).map(columns -> columns[1]))
                    .containsExactly((ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN
                            ? "0100007F"
                            : "7F000001") + hexPort);
        }
    }

    @Test
    void refusesWrongPasswords() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            for (DatabaseLogin login : List.of(postgres.application(), postgres.owner(), postgres.administrator())) {
                assertThatThrownBy(() -> DriverManager.getConnection(login.jdbcUrl(), login.username(), "wrong"))
                        .isInstanceOf(SQLException.class)
                        .hasMessageContaining("password authentication failed");
            }
        }
    }

    @Test
    void keepsSecretsToItsOwner() throws IOException {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            Path folder = dataFolder.resolve("postgresql");
            assertThat(mode(folder)).isEqualTo("rwx------");
            assertThat(mode(folder.resolve("cluster-18"))).isEqualTo("rwx------");
            assertThat(mode(folder.resolve("cluster-18/data"))).isEqualTo("rwx------");
            assertThat(mode(folder.resolve("cluster-18/passwords.properties"))).isEqualTo("rw-------");
            assertThat(mode(folder.resolve("server.log"))).isEqualTo("rw-------");
            assertThat(folder.resolve("cluster-18")).isDirectoryNotContaining("glob:**.password");
            assertThat(Files.readString(folder.resolve("server.log")))
                    .doesNotContain(postgres.application().password(), postgres.owner().password());
            assertThat(postgres.application().toString()).doesNotContain(postgres.application().password());
        }
    }

    @Test
    void separatesTheOwnerFromTheApplication() {
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            jdbc(postgres.owner()).sql("CREATE TABLE invoice (id int)").update();
            for (String sql : List.of("CREATE TABLE own (id int)", "DROP TABLE invoice", "SELECT * FROM pg_authid")) {
                assertThatThrownBy(() -> jdbc(postgres.application()).sql(sql).query().listOfRows())
                        .as(sql)
                        .hasStackTraceContaining("ERROR:");
            }
        }
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

    @Test
    void doesNotTakeAHalfMadeClusterForReady() throws Exception {
        Path half = dataFolder.resolve("postgresql/cluster-18.unfinished-1/data");
        Files.createDirectories(half);
        Files.writeString(half.resolve("PG_VERSION"), "18\n");
        try (EmbeddedPostgres postgres = EmbeddedPostgres.start(dataFolder)) {
            assertThat(show(postgres, "fsync")).isEqualTo("on");
        }
        assertThat(half).doesNotExist();
    }

    @Test
    void survivesAKillAtAnyMomentOfTheFirstStart() throws Exception {
        for (int milliseconds = 300; milliseconds < 3000; milliseconds += 450) {
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

    @Test
    void saysThatTheFolderIsAFile() throws IOException {
        Path file = Files.writeString(dataFolder.resolve("file"), "");
        assertThatThrownBy(() -> EmbeddedPostgres.start(file))
                .isInstanceOf(DatabaseUnavailableException.class)
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

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String show(EmbeddedPostgres postgres, String setting) {
        return jdbc(postgres.application()).sql("SHOW " + setting).query(String.class).single();
    }

    private static JdbcClient jdbc(DatabaseLogin login) {
        return JdbcClient.create(new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password()));
    }
}
