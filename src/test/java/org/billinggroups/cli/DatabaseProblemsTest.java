package org.billinggroups.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.cli.CommandInProcess.Ended;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.postgres.DatabaseLogin;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot get better by itself ends with 20 and the remedy, what passes with 5; each is told in one sentence. */
class DatabaseProblemsTest {
    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            postgres://billing:secret@db.example.com/billing | 'postgres://...@db.example.com/billing': expected jdbc:postgresql://HOST
            jdbc:mysql://127.0.0.1/billing                   | expected jdbc:postgresql://HOST
            jdbc:postgresql://127.0.0.1:port/billing         | expected jdbc:postgresql://HOST
            jdbc:postgresql://127.0.0.1:999999/billing       | expected jdbc:postgresql://HOST
            billing                                          | expected jdbc:postgresql://HOST
            jdbc:postgresql://127.0.0.1/x?sslmode=yes        | sslmode 'yes': expected disable
            {url}?sslmode=require                            | cannot be secured
            {url}?sslmode=verify-full&sslrootcert=/none.crt  | sslrootcert '/none.crt'
            {url}nowhere                                     | CREATE DATABASE
            """)
    void refusesAnAddressThatCannotWork(String address, String remedy) {
        var url = address.replace("{url}", database.jdbcUrl());
        for (var flyway : List.of("true", "false")) {
            refused(withUrl(url, flyway), remedy);
        }
    }

    @Test
    void refusesAnEmbeddedDatabaseInPlaceOfOneThatNobodyNamed(@TempDir Path folder) {
        refused(Map.of("billing.database", "external", "billing.data-dir", folder.toString()), "SPRING_DATASOURCE_URL");
        refused(Map.of("billing.database", "external", "spring.datasource.url", ""), "SPRING_DATASOURCE_URL");
        refused(Map.of("billing.database", "own"), "expected auto, embedded or external");
        var both = new HashMap<>(settings(database.application(), "false"));
        both.put("billing.database", "embedded");
        refused(both, "leave one of them out");
        both.put("billing.database", "external");
        assertThat(CommandInProcess.run(both, "status").exitCode()).isZero();
        assertThat(folder).isEmptyDirectory();
    }

    @ParameterizedTest
    @CsvSource({ "billing, wrong", "nobody-here, x", "billing, ''" })
    void refusesAWrongLogin(String user, String password) {
        refused(settings(new DatabaseLogin(database.jdbcUrl(), user, password), "false"),
                "SPRING_DATASOURCE_USERNAME");
        refused(settings(new DatabaseLogin(database.jdbcUrl(), user, password), "true"), "SPRING_DATASOURCE_USERNAME");
    }

    /** As a mounted Secret, or systemd's credentials, bring it: a file that is named after the setting. */
    @Test
    void takesThePasswordFromAFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("spring.datasource.password"), database.application().password() + "\n");
        var settings = new HashMap<>(settings(database.application(), "false"));
        settings.remove("spring.datasource.password");
        refused(settings, "SPRING_DATASOURCE_USERNAME");
        settings.put("spring.config.import", "configtree:" + folder + "/");
        assertThat(CommandInProcess.run(settings, "status").exitCode()).isZero();
    }

    @Test
    void refusesADatabaseOfAnotherEncoding() {
        try (var latin = TestDatabase.createInLatin1()) {
            refused(settings(latin.owner(), "true"), "ENCODING 'UTF8'");
            refused(settings(latin.owner(), "false"), "ENCODING 'UTF8'");
        }
    }

    @Test
    void readsFromADatabaseThatIsReadOnlyAndRefusesToWrite(@TempDir Path folder) throws IOException {
        var company = Files.writeString(folder.resolve("company.yaml"), """
                seller: {id: main, name: Seller Oy, address_lines: [Katu 1], city: Helsinki, country_code: FI,
                  vat_id: FI01120389}
                """);
        database.asAdministrator("ALTER DATABASE " + database.name() + " SET default_transaction_read_only = on");
        for (var settings : List.of(settings(database.owner(), "true"), settings(database.application(), "false"))) {
            assertThat(CommandInProcess.run(settings, "group", "list").exitCode()).isZero();
            var refused = CommandInProcess.run(settings, "apply", company.toString(), "--yes", "--quiet");
            oneSentence(refused, 20, "default_transaction_read_only");
        }
    }

    @Test
    void refusesToMigrateWhatIsReadOnly() {
        try (var empty = TestDatabase.createEmpty()) {
            empty.asAdministrator("ALTER DATABASE " + empty.name() + " SET default_transaction_read_only = on");
            refused(settings(empty.owner(), "true"), "default_transaction_read_only");
        }
    }

    @Test
    void refusesAUserThatDoesNotOwnTheSchema() {
        refused(settings(database.application(), "true"), "SPRING_FLYWAY_ENABLED=false");
        try (var empty = TestDatabase.createEmpty()) {
            refused(settings(empty.application(), "true"), "ALTER DATABASE " + empty.name() + " OWNER TO");
        }
    }

    @Test
    void refusesADatabaseThatIsNotSetUpUnlessItMayMigrate() {
        try (var empty = TestDatabase.createEmpty()) {
            refused(settings(empty.application(), "false"), "run 'billing status' as the owner of its schema");
            assertThat(CommandInProcess.run(twoUsers(empty), "status").exitCode()).isZero();
            assertThat(CommandInProcess.run(empty, "status").exitCode()).isZero();
        }
    }

    @Test
    void refusesADatabaseThatIsOlderWhereMigrationsAreSwitchedOff() {
        database.ownerJdbc().sql("DELETE FROM flyway_schema_history WHERE version::int > 101").update();
        refused(settings(database.application(), "false"), "is older (schema 101)");
        refused(settings(database.owner(), "false"), "run 'billing status' as the owner of its schema");
    }

    /** Alone, or as one that went through other hands (0: the last version): neither is read nor changed. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            DELETE FROM flyway_schema_history WHERE version <> '100'; UPDATE flyway_schema_history SET version = '61' | 61
            UPDATE flyway_schema_history SET version = '1' WHERE version = '100'                                      | 0
            """)
    void refusesADatabaseOfABuildBeforeTheFirstRelease(String history, int schema) {
        var last = database.ownerJdbc().sql("SELECT max(version::int) FROM flyway_schema_history").query(Integer.class)
                .single();
        database.ownerJdbc().sql(history).update();
        database.ownerJdbc().sql("DROP TABLE invoice CASCADE").update();
        var before = database.ownerJdbc().sql("SELECT count(*) FROM pg_class").query(Integer.class).single();
        for (var settings : List.of(settings(database.owner(), "true"), settings(database.owner(), "false"),
                settings(database.application(), "true"), settings(database.application(), "false"),
                twoUsers(database))) {
            refused(settings, "made by a build before 1.0 (schema " + (schema == 0 ? last : schema) + ")");
            refused(settings, "keep that build to 'render' and 'verify' what it issued");
        }
        assertThat(database.ownerJdbc().sql("SELECT count(*) FROM pg_class").query(Integer.class).single())
                .isEqualTo(before);
    }

    @Test
    void refusesADatabaseThatIsNewerThanTheProgram() {
        database.ownerJdbc().sql("""
                INSERT INTO flyway_schema_history
                SELECT installed_rank + 1000, '1000', 'later', type, 'V1000__later.sql', 1, installed_by,
                    installed_on, 0, true
                FROM flyway_schema_history WHERE version = '100'
                """).update();
        for (var settings : List.of(settings(database.owner(), "true"), settings(database.application(), "false"))) {
            refused(settings, "is newer (schema 1000)");
        }
    }

    @Test
    void mayBeTriedAgainWhenTheServerIsAway() throws Exception {
        int free;
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            free = socket.getLocalPort();
        }
        for (var url : List.of("jdbc:postgresql://127.0.0.1:" + free + "/billing",
                "jdbc:postgresql://no-such-host.invalid/billing")) {
            for (var flyway : List.of("true", "false")) {
                oneSentence(CommandInProcess.run(withUrl(url, flyway), "status"), 5, "run again");
            }
        }
    }

    @Test
    void mayBeTriedAgainWhenNoConnectionIsLeft() {
        database.asAdministrator("ALTER DATABASE " + database.name() + " CONNECTION LIMIT 0");
        oneSentence(CommandInProcess.run(settings(database.application(), "false"), "status"), 5, "no connection left");
    }

    private static void refused(Map<String, String> settings, String remedy) {
        oneSentence(CommandInProcess.run(settings, "status"), 20, remedy);
    }

    private static void oneSentence(Ended ended, int exitCode, String part) {
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.err()).startsWith("billing: ").contains(part).hasLineCount(1)
                .doesNotContain("Position:", "\tat ", "secret", "Exception");
    }

    private Map<String, String> withUrl(String url, String flyway) {
        return settings(new DatabaseLogin(url, database.application().username(), database.application().password()),
                flyway);
    }

    private static Map<String, String> settings(DatabaseLogin login, String flyway) {
        return Map.of("spring.datasource.url", login.jdbcUrl(), "spring.datasource.username", login.username(),
                "spring.datasource.password", login.password(), "spring.flyway.enabled", flyway);
    }

    private static Map<String, String> twoUsers(TestDatabase database) {
        var settings = new HashMap<>(settings(database.application(), "true"));
        settings.put("spring.flyway.user", database.owner().username());
        settings.put("spring.flyway.password", database.owner().password());
        return settings;
    }
}
