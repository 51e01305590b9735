package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.job.SmallCompany;
import org.billinggroups.postgres.DatabaseLogin;
import org.billinggroups.postgres.OldestServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The oldest server that will do, set up as the manual says, and what only a server of one's own can be put through. */
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
class PostgreSql15Test {
    private static final Path MANUAL = Path.of("src/docs/operating.md");
    private static final String PASSWORD = "pass";

    @TempDir
    private static Path folder;

    private static OldestServer server;
    private static SmallCompany company;

    /** With the company's database, and an empty one. */
    @BeforeAll
    static void setUp() throws IOException {
        server = OldestServer.make();
        for (var line : Files.readAllLines(MANUAL)) {
            if (line.matches("CREATE (ROLE|DATABASE) billing.*")) {
                server.execute("postgres", line.replace("...", PASSWORD));
            }
        }
        server.execute("postgres", "CREATE DATABASE empty OWNER billing_owner");
        company = SmallCompany.write(folder.resolve("input"), 2);
        done(owner("billing"), "status");
        var application = application("billing");
        done(application, "apply", company.apply().toString(), "--yes");
        done(application, "price", "import", company.prices().toString());
        done(application, "import", company.usage().toString());
    }

    @AfterAll
    static void stop() throws IOException {
        server.close();
    }

    @Test
    void invoicesForEveryoneWhoMay() throws IOException {
        server.execute("billing", Files.readString(Path.of("src/main/resources/db/roles.sql")));
        for (var role : new String[]{ "billing_operator", "billing_runner", "billing_auditor" }) {
            server.execute("postgres", "CREATE ROLE of_" + role + " LOGIN PASSWORD '" + PASSWORD + "' IN ROLE " + role);
        }
        done(owner("billing"), "status");
        var out = folder.resolve("out").toString();
        ended(as("of_billing_operator"), 20, "a member of billing_runner", "run", "2026-10", "--out", out);
        done(as("of_billing_runner"), "run", "2026-10", "--issue-date", "2026-11-02", "--out", out);
        done(as("of_billing_auditor"), "verify", "2026-10");
        ended(as("of_billing_auditor"), 20, "a member of billing_operator", "group", "edit", "Group 1", "--city", "X");
        done(application("billing"), "verify");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            billing | billing       | wrong | SPRING_DATASOURCE_USERNAME
            billing | nobody        | pass  | SPRING_DATASOURCE_USERNAME
            none    | billing       | pass  | CREATE DATABASE
            empty   | billing       | pass  | run 'billing status' as the owner
            latin   | billing_owner | pass  | ENCODING 'UTF8'
            """)
    void refusesWhatCannotWork(String database, String user, String password, String remedy) {
        if (database.equals("latin")) {
            server.execute("postgres",
                    "CREATE DATABASE latin OWNER billing_owner ENCODING 'LATIN1' TEMPLATE template0");
        }
        ended(settings(server.login(database, user, password), "false"), 20, remedy, "status");
    }

    @Test
    void refusesUsersWhoMayNotMigrateAndDatabasesThatAreReadOnly() {
        ended(settings(server.login("empty", "billing", PASSWORD), "true"), 20, "ALTER DATABASE empty OWNER TO",
                "status");
        server.execute("postgres", "CREATE DATABASE fixed OWNER billing_owner");
        server.execute("postgres", "ALTER DATABASE fixed SET default_transaction_read_only = on");
        ended(owner("fixed"), 20, "default_transaction_read_only", "status");
    }

    @Test
    void refusesAServerWithTooFewConnections() {
        server.stop();
        server.start("max_connections=8");
        for (var settings : List.of(owner("billing"), application("billing"))) {
            ended(settings, 20, "lets 5 connections in", "status");
        }
        server.stop();
        server.start();
        done(application("billing"), "status");
    }

    /** For a minute a failover looks like this; what only reads may go on. */
    @Test
    void mayBeTriedAgainWhileTheServerRecoversOrShutsDown() throws Exception {
        server.stop();
        var standby = Files.createFile(server.data().resolve("standby.signal"));
        server.start();
        done(application("billing"), "group", "list");
        ended(application("billing"), 5, "standby", "apply", editedCompany(), "--yes");
        ended(owner("empty"), 5, "standby", "status");
        Files.delete(standby);
        var login = server.login("billing", "billing", PASSWORD);
        try (var session = DriverManager.getConnection(login.jdbcUrl(), login.username(), login.password())) {
            server.beginToStop();
            ended(application("billing"), 5, "run again", "status");
            assertThat(session.isValid(1)).isTrue();
        }
        server.awaitStop();
        server.start();
    }

    private static String editedCompany() throws IOException {
        var text = Files.readString(company.apply()).replace("city: Helsinki", "city: Espoo");
        return Files.writeString(folder.resolve("edited.yaml"), text).toString();
    }

    private static Map<String, String> as(String user) {
        return settings(server.login("billing", user, PASSWORD), "false");
    }

    private static Map<String, String> application(String database) {
        return settings(server.login(database, "billing", PASSWORD), "false");
    }

    private static Map<String, String> owner(String database) {
        var settings = new HashMap<>(settings(server.login(database, "billing", PASSWORD), "true"));
        settings.put("spring.flyway.user", "billing_owner");
        settings.put("spring.flyway.password", PASSWORD);
        return settings;
    }

    private static Map<String, String> settings(DatabaseLogin login, String flyway) {
        return Map.of("spring.datasource.url", login.jdbcUrl(), "spring.datasource.username", login.username(),
                "spring.datasource.password", login.password(), "spring.flyway.enabled", flyway);
    }

    private static void done(Map<String, String> settings, String... command) {
        var ended = CommandInProcess.run(settings, command);
        assertThat(ended.exitCode()).as(String.join(" ", command) + "\n" + ended.err()).isZero();
    }

    private static void ended(Map<String, String> settings, int exitCode, String part, String... command) {
        Ended ended = CommandInProcess.run(settings, command);
        assertThat(ended.exitCode()).as(String.join(" ", command) + "\n" + ended.err()).isEqualTo(exitCode);
        assertThat(ended.err().strip()).contains("billing: ", part).doesNotContain("Position:", "\tat ");
    }
}
