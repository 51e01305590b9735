package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
