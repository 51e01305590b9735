package org.billinggroups.external;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.job.BillingProcess;
import org.billinggroups.job.SmallCompany;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** PgBouncer between us and the database. Needs the package pgbouncer. */
@Tag("external")
class PgBouncerIT {
    private static final int SECONDS_TO_START = 20;

    private final TestDatabase database = TestDatabase.create();

    @TempDir
    private Path folder;

    private SmallCompany company;

    @BeforeEach
    void importUsage() {
        company = SmallCompany.write(folder.resolve("input"), 2);
        billing(database.environment(), 0, "apply", company.apply().toString(), "--yes");
        billing(database.environment(), 0, "price", "import", company.prices().toString());
        billing(database.environment(), 0, "import", company.usage().toString());
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void refusesThatItPoolsTransactionsAndLeavesNoLockBehind() throws Exception {
        try (var bouncer = new Bouncer("transaction")) {
            for (int i = 0; i < 3; i++) {
                assertThat(run(bouncer.environment(), 20)).contains("pool_mode=session");
            }
        }
        run(database.environment(), 0);
    }

    @Test
    void worksWhereItPoolsSessions() throws Exception {
        try (var bouncer = new Bouncer("session")) {
            run(bouncer.environment(), 0);
            run(bouncer.environment(), 0);
        }
    }

    private String run(Map<String, String> environment, int exitCode) {
        return billing(environment, exitCode, "run", "2026-10", "--issue-date", "2026-11-02");
    }

    private String billing(Map<String, String> environment, int exitCode, String... arguments) {
        var all = new String[arguments.length + 2];
        all[0] = "--data-dir";
        all[1] = folder.resolve("data").toString();
        System.arraycopy(arguments, 0, all, 2, arguments.length);
        var ended = BillingProcess.run(environment, all);
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        return ended.err();
    }

    private final class Bouncer implements AutoCloseable {
        private final int port;
        private final Process process;

        Bouncer(String mode) throws Exception {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = socket.getLocalPort();
            }
            var users = Files.writeString(folder.resolve("users.txt"), "\"%s\" \"%s\"\n\"%s\" \"%s\"\n".formatted(
                    database.application().username(), database.application().password(),
                    database.owner().username(), database.owner().password()));
            var settings = Files.writeString(folder.resolve(mode + ".ini"), """
                    [databases]
                    * = host=127.0.0.1 port=%s
                    [pgbouncer]
                    listen_addr = 127.0.0.1
                    listen_port = %d
                    unix_socket_dir =
                    auth_type = plain
                    auth_file = %s
                    pool_mode = %s
                    ignore_startup_parameters = extra_float_digits
                    """.formatted(database.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"), port, users, mode));
            var log = folder.resolve(mode + ".log").toFile();
            new ProcessBuilder("chmod", "-R", "a+rX", folder.toString()).start().waitFor();
            // It does not run as root.
            process = new ProcessBuilder("setpriv", "--reuid=65534", "--regid=65534", "--clear-groups", "pgbouncer",
                    settings.toString()).redirectErrorStream(true).redirectOutput(log).start();
            awaitStart();
        }

        Map<String, String> environment() {
            var environment = new HashMap<>(database.environment());
            environment.put("SPRING_DATASOURCE_URL", url());
            environment.put("SPRING_FLYWAY_ENABLED", "false");
            return environment;
        }

        private String url() {
            return "jdbc:postgresql://127.0.0.1:" + port + "/" + database.name() + "?prepareThreshold=0";
        }

        private void awaitStart() throws Exception {
            for (int i = 0; i < SECONDS_TO_START; i++) {
                try (var connection = DriverManager.getConnection(url(), database.application().username(),
                        database.application().password())) {
                    assertThat(connection.isValid(1)).isTrue();
                    return;
                } catch (SQLException notYet) {
                    Thread.sleep(1000);
                }
            }
            throw new IOException("pgbouncer does not start");
        }

        @Override
        public void close() throws Exception {
            process.destroy();
            process.waitFor();
        }
    }
}
