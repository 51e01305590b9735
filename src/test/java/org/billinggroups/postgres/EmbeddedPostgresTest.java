package org.billinggroups.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** Test {@link EmbeddedPostgres}: what kind of server it is. */
class EmbeddedPostgresTest {

    @TempDir
    private static Path dataFolder;
    private static EmbeddedPostgres postgres;

    @BeforeAll
    static void start() {
        postgres = EmbeddedPostgres.start(dataFolder);
    }

    @AfterAll
    static void stop() {
        postgres.close();
    }

    @Test
    void isDurable() {
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            assertThat(show(setting)).as(setting).isEqualTo("on");
        }
    }

    @Test
    void speaksUnicodeAndUtc() {
        assertThat(show("server_encoding")).isEqualTo("UTF8");
        assertThat(jdbc(postgres.owner()).sql("SELECT upper('äöß')").query(String.class).single()).startsWith("ÄÖ");
        assertThat(Files.exists(dataFolder.resolve("postgresql/binaries-" + PostgresBinaries.VERSION))).isTrue();
        // 18.6.0 is the archive with server version 18.6.
        assertThat(PostgresBinaries.VERSION).startsWith(show("server_version") + ".");
    }

    @Test
    void listensOnLoopbackOnly() throws IOException {
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

    @Test
    void refusesWrongPasswords() {
        for (DatabaseLogin login : List.of(postgres.application(), postgres.owner(), postgres.administrator())) {
            assertThatThrownBy(() -> DriverManager.getConnection(login.jdbcUrl(), login.username(), "wrong"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("password authentication failed");
        }
    }

    @Test
    void keepsSecretsToItsOwner() throws IOException {
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

    @Test
    void separatesTheOwnerFromTheApplication() {
        jdbc(postgres.owner()).sql("CREATE TABLE invoice (id int)").update();
        for (String sql : List.of("CREATE TABLE own (id int)", "DROP TABLE invoice", "SELECT * FROM pg_authid")) {
            assertThatThrownBy(() -> jdbc(postgres.application()).sql(sql).query().listOfRows())
                    .as(sql)
                    .hasStackTraceContaining("ERROR:");
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private static String show(String setting) {
        return jdbc(postgres.application()).sql("SHOW " + setting).query(String.class).single();
    }

    private static JdbcClient jdbc(DatabaseLogin login) {
        return JdbcClient.create(new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password()));
    }
}
