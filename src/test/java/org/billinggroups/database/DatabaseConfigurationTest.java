package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.billinggroups.postgres.DatabaseRefusedException;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/** Test {@link DatabaseConfiguration} within Spring Boot. */
class DatabaseConfigurationTest {

    private static final String MIGRATIONS = "spring.flyway.locations=classpath:db/migration,"
            + "classpath:db/test-migration";

    private final TestDatabase database = TestDatabase.createEmpty();

    @TempDir
    private Path dataFolder;

    /** No component, which tests of the whole program would find and be configured by. */
    @EnableAutoConfiguration
    @Import(DatabaseConfiguration.class)
    static class Application {}

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void embedsAServerWhenNoneIsConfigured() {
        try (ConfigurableApplicationContext context = run("billing.data-dir=" + dataFolder)) {
            assertThat(context.getBean(EmbeddedPostgres.class)).isNotNull();
            checkSession(context);
        }
        assertThat(dataFolder.resolve("postgresql/cluster-18/data/PG_VERSION")).exists();
        assertThat(dataFolder.resolve("postgresql/cluster-18/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void refusesADataFolderOfABuildBeforeTheFirstRelease() {
        var folder = "billing.data-dir=" + dataFolder;
        run(folder).close();
        try (var postgres = EmbeddedPostgres.start(dataFolder)) {
            JdbcClient.create(TestDatabase.dataSource(postgres.owner()))
                    .sql("UPDATE flyway_schema_history SET version = '61' WHERE version = '100'").update();
        }
        assertThatThrownBy(() -> run(folder).close()).rootCause().isInstanceOf(DatabaseRefusedException.class)
                .hasMessageStartingWith("the data folder " + dataFolder + " was made by a build before 1.0")
                .hasMessageContaining("new --data-dir");
        assertThat(dataFolder.resolve("postgresql/cluster-18/data/postmaster.pid")).doesNotExist();
    }

    @Test
    void usesTheConfiguredDatabase() {
        try (ConfigurableApplicationContext context = run(external())) {
            assertThat(context.getBeansOfType(EmbeddedPostgres.class)).isEmpty();
            checkSession(context);
        }
    }

    @Test
    void migratesTwiceAtOnceAndOnceMore() {
        List<CompletableFuture<Void>> starts = Stream
                .generate(() -> CompletableFuture.runAsync(() -> run(external()).close()))
                .limit(2)
                .toList();
        starts.forEach(CompletableFuture::join);
        run(external()).close();
        assertThat(
                database.ownerJdbc().sql("SELECT count(*) FROM flyway_schema_history WHERE description = 'test note'")
                        .query(Integer.class).single())
                .isEqualTo(1);
    }

    @Test
    void leavesTablesAloneOnWhichAMigrationGrantsLess() {
        run(external()).close();
        database.ownerJdbc().sql("REVOKE DELETE ON test_note FROM billing").update();
        run(external()).close();
        assertThatThrownBy(() -> database.jdbc().sql("DELETE FROM test_note").update())
                .hasStackTraceContaining("permission denied");
    }

    private static void checkSession(ConfigurableApplicationContext context) {
        HikariDataSource pool = context.getBean(HikariDataSource.class);
        assertThat(pool.getMaximumPoolSize()).isEqualTo(2 * Runtime.getRuntime().availableProcessors() + 6);
        assertThat(pool.getDataSourceProperties()).containsEntry("reWriteBatchedInserts", "true");
        assertThat(context.getBean(PlatformTransactionManager.class)).isInstanceOf(FencedTransactionManager.class);
        JdbcClient jdbc = context.getBean(JdbcClient.class);
        assertThat(jdbc.sql("SELECT current_user").query(String.class).single()).isEqualTo("billing");
        assertThat(jdbc.sql("SHOW application_name").query(String.class).single()).isEqualTo("billing-groups");
        assertThat(jdbc.sql("INSERT INTO test_note (text) VALUES ('x')").update()).isEqualTo(1);
        for (String sql : List.of("DROP TABLE test_note", "ALTER TABLE test_note DISABLE TRIGGER ALL",
                "TRUNCATE test_note", "DELETE FROM flyway_schema_history", "CREATE TABLE own (id int)")) {
            assertThatThrownBy(() -> jdbc.sql(sql).update()).as(sql).rootCause()
                    .hasMessageMatching("(?s).*(permission denied|must be owner).*");
        }
    }

    /** The environment variables of a child process, as properties. */
    private String[] external() {
        Map<String, String> environment = database.environment();
        return environment
                .entrySet()
                .stream()
                .map(variable -> variable.getKey().toLowerCase(Locale.ROOT).replace('_', '.') + "="
                        + variable.getValue())
                .toArray(String[]::new);
    }

    private static ConfigurableApplicationContext run(String... properties) {
        return new SpringApplicationBuilder(Application.class)
                .properties(MIGRATIONS)
                .run(Stream.of(properties).map("--"::concat).toArray(String[]::new));
    }
}
