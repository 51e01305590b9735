package org.billinggroups.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.billinggroups.postgres.DatabaseLogin;
import org.billinggroups.postgres.EmbeddedPostgres;
import org.flywaydb.core.Flyway;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/**
 * A fresh, migrated database for one test, made from a template within milliseconds. All of them are on one embedded
 * server, which the test processes share and the last one stops; one that was killed leaves a server that the next run
 * adopts. {@code TEST_DATABASE} in the environment names its folder, such as one in memory: a database is hundreds of
 * files, which some file systems are slow to make where others have just been deleted.
 */
public final class TestDatabase implements AutoCloseable {

    private static final Path FOLDER = Path
            .of(System.getenv().getOrDefault("TEST_DATABASE", "target/test-database"));
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static @Nullable EmbeddedPostgres server;

    private final EmbeddedPostgres postgres;
    private final String name;

    private TestDatabase(EmbeddedPostgres postgres, String name) {
        this.postgres = postgres;
        this.name = name;
    }

    /** A new database with the product's schema and nothing in it. */
    public static TestDatabase create() {
        return create(template());
    }

    /** A new database without a schema, for tests of migrations. */
    public static TestDatabase createEmpty() {
        return create("template1");
    }

    private static TestDatabase create(String template) {
        EmbeddedPostgres postgres = server();
        String name = nextName();
        execute(postgres,
                "CREATE DATABASE " + name + " TEMPLATE " + template + " OWNER " + postgres.owner().username());
        return forgetful(postgres, name);
    }

    private static String nextName() {
        return "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    }

    /** A new database with all that is in this one, which nobody may be connected to meanwhile. */
    public TestDatabase copy() {
        String copy = nextName();
        execute(postgres, "CREATE DATABASE " + copy + " TEMPLATE " + name + " OWNER " + postgres.owner().username()
                + " STRATEGY FILE_COPY");
        return forgetful(postgres, copy);
    }

    /** Its commits do not wait for the disk: nobody kills this server. */
    private static TestDatabase forgetful(EmbeddedPostgres postgres, String name) {
        execute(postgres, "ALTER DATABASE " + name + " SET synchronous_commit = off");
        return new TestDatabase(postgres, name);
    }

    /** The address, the same for both roles. */
    public String jdbcUrl() {
        return application().jdbcUrl();
    }

    /** The role of the application, which owns nothing. */
    public DatabaseLogin application() {
        return on(postgres.application(), name);
    }

    /** The role that owns the schema. */
    public DatabaseLogin owner() {
        return on(postgres.owner(), name);
    }

    /** Makes the roles of db/roles.sql, grants them their parts, and gives a login that is a member of one. */
    public DatabaseLogin memberOf(String role) {
        try {
            asAdministrator(Files.readString(Path.of("src/main/resources/db/roles.sql")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        migrate(owner(), application().username());
        String login = role + "_of_" + name;
        execute(postgres, "DROP ROLE IF EXISTS " + login);
        execute(postgres, "CREATE ROLE " + login + " LOGIN PASSWORD 'secret' IN ROLE " + role);
        return new DatabaseLogin(jdbcUrl(), login, "secret");
    }

    /** Migrates, as the owner, for an application that works as the given user. */
    public void migrateFor(DatabaseLogin applicationUser) {
        migrate(owner(), applicationUser.username());
    }

    /** A new database without a schema in another encoding than UTF-8. */
    public static TestDatabase createInLatin1() {
        EmbeddedPostgres postgres = server();
        String name = nextName();
        execute(postgres, "CREATE DATABASE " + name + " ENCODING 'LATIN1' LOCALE_PROVIDER libc LOCALE 'C'"
                + " TEMPLATE template0 OWNER " + postgres.owner().username());
        return new TestDatabase(postgres, name);
    }

    /** The database's name. */
    public String name() {
        return name;
    }

    /** Runs a statement as the superuser. */
    public void asAdministrator(String sql) {
        JdbcClient.create(dataSource(on(postgres.administrator(), name))).sql(sql).update();
    }

    /** Connections of the application, a new one each time. */
    public DataSource dataSource() {
        return dataSource(application());
    }

    /** Statements of the application. */
    public JdbcClient jdbc() {
        return JdbcClient.create(dataSource());
    }

    /** Statements of the schema's owner. */
    public JdbcClient ownerJdbc() {
        return JdbcClient.create(dataSource(owner()));
    }

    /** How many of its sessions wait for a lock: the server has databases of other tests, which wait as well. */
    public int waiting() {
        return ownerJdbc().sql("""
                SELECT count(DISTINCT pid) FROM pg_locks JOIN pg_stat_activity USING (pid)
                WHERE NOT granted AND datname = current_database()
                """).query(Integer.class).single();
    }

    /** All rows of all tables, by table: to find out whether anything has changed. */
    public Map<String, String> content() {
        var owner = ownerJdbc();
        Map<String, String> content = new TreeMap<>();
        owner.sql("""
                SELECT relname FROM pg_class WHERE relkind IN ('r', 'p') AND relnamespace = 'public'::regnamespace
                """).query(String.class).list().forEach(table -> content.put(table, owner.sql("SELECT count(*) || ' ' "
                + "|| coalesce(md5(string_agg(t::text, '|' ORDER BY t::text)), '') FROM " + table + " t")
                .query(String.class).single()));
        return content;
    }

    /** What a child process needs in its environment to use this database. */
    public Map<String, String> environment() {
        return Map
                .of("SPRING_DATASOURCE_URL", jdbcUrl(), "SPRING_DATASOURCE_USERNAME", application().username(),
                        "SPRING_DATASOURCE_PASSWORD", application().password(), "SPRING_FLYWAY_USER",
                        owner().username(),
                        "SPRING_FLYWAY_PASSWORD", owner().password());
    }

    /** Drops the database, ending its sessions. Not needed: the databases of a run are gone with the next one. */
    @Override
    public void close() {
        execute(postgres, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
    }

    private static synchronized EmbeddedPostgres server() {
        if (server == null) {
            EmbeddedPostgres started = EmbeddedPostgres.start(FOLDER);
            Runtime.getRuntime().addShutdownHook(new Thread(started::close));
            dropLeftovers(started);
            execute(started, "CREATE DATABASE " + template() + " OWNER " + started.owner().username());
            migrate(on(started.owner(), template()), started.application().username());
            server = started;
        }
        return server;
    }

    /** One template for each test process, as each may have been built from other migrations. */
    private static String template() {
        return "template_" + ProcessHandle.current().pid();
    }

    private static void migrate(DatabaseLogin owner, String applicationUser) {
        Flyway
                .configure()
                .dataSource(owner.jdbcUrl(), owner.username(), owner.password())
                .placeholders(Map.of("applicationUser", applicationUser))
                .load()
                .migrate();
    }

    /** Drops what ended test processes have left. */
    private static void dropLeftovers(EmbeddedPostgres postgres) {
        JdbcClient administrator = JdbcClient.create(dataSource(postgres.administrator()));
        administrator
                .sql("SELECT datname FROM pg_database WHERE datname ~ '^(template|test)_[0-9]+'")
                .query(String.class)
                .list()
                .stream()
                .filter(database -> ProcessHandle.of(Long.parseLong(database.split("_")[1])).isEmpty())
                .forEach(database -> execute(postgres, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)"));
    }

    private static void execute(EmbeddedPostgres postgres, String sql) {
        DatabaseLogin login = postgres.administrator();
        try (Connection connection = DriverManager.getConnection(login.jdbcUrl(), login.username(), login.password());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(sql, e);
        }
    }

    private static DatabaseLogin on(DatabaseLogin login, String database) {
        String url = login.jdbcUrl();
        return new DatabaseLogin(url.substring(0, url.lastIndexOf('/') + 1) + database, login.username(),
                login.password());
    }

    /** Connections of a role, a new one each time. */
    public static DataSource dataSource(DatabaseLogin login) {
        return new DriverManagerDataSource(login.jdbcUrl(), login.username(), login.password());
    }
}
