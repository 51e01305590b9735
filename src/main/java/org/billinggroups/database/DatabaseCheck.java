package org.billinggroups.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import javax.sql.DataSource;
import org.billinggroups.postgres.DatabaseRefusedException;
import org.billinggroups.postgres.DatabaseUnavailableException;

/**
 * Whether a database can be used as it is: asked by one question when a command begins, so that nothing fails half way.
 *
 * @param place where people look for it: the data folder, or the database's name
 * @param user who asked
 * @param database its name
 * @param server the server's version, such as 150018
 * @param encoding of all text in it
 * @param connections how many it lets in besides those of its administrators
 * @param schema where tables are made; empty if the user has none
 * @param mayCreate whether the user may make tables there
 * @param recovering whether the server is a standby, or has not been promoted yet
 * @param readOnly whether its transactions may not write
 * @param setUp whether it was ever migrated
 * @param mayRead whether the user may read its version
 * @param owner whether the user owns the tables
 * @param oldest version that it was ever migrated to; 0 if it is unknown
 * @param version that it was migrated to; 0 if it is unknown
 */
record DatabaseCheck(String place, String user, String database, int server, String encoding, int connections,
        String schema, boolean mayCreate, boolean recovering, boolean readOnly, boolean setUp, boolean mayRead,
        boolean owner, int oldest, int version) {
    private static final int OLDEST_SERVER = 150000;

    private static final String QUESTION = """
            SELECT current_user AS "user", current_database() AS database,
                current_setting('server_version_num')::int AS server, current_setting('server_encoding') AS encoding,
                current_setting('max_connections')::int - current_setting('superuser_reserved_connections')::int
                    - coalesce(current_setting('reserved_connections', true)::int, 0) AS connections,
                coalesce(current_schema(), '') AS schema,
                coalesce(has_schema_privilege(current_schema(), 'CREATE'), false) AS may_create,
                pg_is_in_recovery() AS recovering, current_setting('transaction_read_only')::boolean AS read_only,
                history.oid IS NOT NULL AS set_up,
                coalesce(has_table_privilege(history.oid, 'SELECT'), false) AS may_read,
                coalesce(pg_has_role(history.relowner, 'USAGE'), false) AS owner
            FROM (VALUES (to_regclass('flyway_schema_history'))) AS named (history)
            LEFT JOIN pg_class AS history ON history.oid = named.history
            """;

    private static final String VERSIONS = """
            SELECT min(split_part(version, '.', 1)::int), max(split_part(version, '.', 1)::int)
            FROM flyway_schema_history WHERE success
            """;

    /** @param dataFolder where the embedded server has it; empty if it is another server's */
    static DatabaseCheck of(DataSource database, Optional<String> dataFolder) {
        try (var connection = database.getConnection()) {
            return of(connection, dataFolder);
        } catch (SQLException e) {
            throw DatabaseFailure.exceptionOf(e, "the database cannot be asked for its version");
        }
    }

    private static DatabaseCheck of(Connection connection, Optional<String> dataFolder) throws SQLException {
        try (var statement = connection.createStatement(); var answer = statement.executeQuery(QUESTION)) {
            answer.next();
            var place = dataFolder.map("the data folder "::concat)
                    .orElse("the database " + answer.getString("database"));
            return answer.getBoolean("set_up") && answer.getBoolean("may_read")
                    ? withVersions(place, connection, answer)
                    : read(place, answer, 0, 0);
        }
    }

    private static DatabaseCheck withVersions(String place, Connection connection, ResultSet answer)
            throws SQLException {
        try (var statement = connection.createStatement(); var versions = statement.executeQuery(VERSIONS)) {
            versions.next();
            return read(place, answer, versions.getInt(1), versions.getInt(2));
        }
    }

    private static DatabaseCheck read(String place, ResultSet answer, int oldest, int version) throws SQLException {
        return new DatabaseCheck(place, answer.getString("user"), answer.getString("database"), answer.getInt("server"),
                answer.getString("encoding"), answer.getInt("connections"), answer.getString("schema"),
                answer.getBoolean("may_create"),
                answer.getBoolean("recovering"), answer.getBoolean("read_only"), answer.getBoolean("set_up"),
                answer.getBoolean("may_read"), answer.getBoolean("owner"), oldest, version);
    }

    /**
     * For a command that may need so many connections at once: with fewer a run would wait for itself.
     *
     * @throws DatabaseRefusedException if the server never has them
     */
    void requireConnections(int needed) {
        if (connections < needed) {
            throw new DatabaseRefusedException("the server of the database " + database + " lets " + connections
                    + " connections in, and a run may need " + needed + ": raise its max_connections");
        }
    }

    /** Whether its tables are older than the program's. */
    boolean isBehind() {
        return version < SchemaVersion.NEWEST;
    }

    /**
     * For a command that migrates the database, if that is needed.
     *
     * @throws DatabaseRefusedException if the database is unfit, too old or too new, or this user may not migrate it
     * @throws DatabaseUnavailableException if it is a standby that is behind
     */
    void requireMigratable() {
        requireUsable();
        if (setUp && !owner) {
            throw new DatabaseRefusedException("the user " + user + " does not own the tables of the database "
                    + database + " and cannot migrate them: set SPRING_FLYWAY_ENABLED=false, as scheduled commands do,"
                    + " or SPRING_FLYWAY_USER and SPRING_FLYWAY_PASSWORD to their owner");
        }
        requireNotNewer();
        if (!isBehind()) {
            return;
        }
        if (recovering) {
            throw new DatabaseUnavailableException("the database " + database + " is a standby, or is recovering, and"
                    + " cannot be migrated now; run again when it is promoted, or name its primary", null);
        }
        if (readOnly) {
            throw new DatabaseRefusedException("the database " + database + " is read-only and cannot be migrated:"
                    + " switch default_transaction_read_only off");
        }
        if (!mayCreate) {
            throw new DatabaseRefusedException("the user " + user + " may not make tables in "
                    + (schema.isEmpty() ? "any schema" : "the schema " + schema) + " of the database " + database
                    + ": let it own the database (ALTER DATABASE " + database + " OWNER TO ...), or set"
                    + " SPRING_FLYWAY_USER and SPRING_FLYWAY_PASSWORD to its owner");
        }
    }

    /**
     * For a command that leaves the tables as they are.
     *
     * @throws DatabaseRefusedException if the database is unfit, or its tables are not those of this program
     */
    void requireMigrated() {
        requireUsable();
        var remedy = ": run 'billing status' as the owner of its schema, without SPRING_FLYWAY_ENABLED=false, first";
        if (!setUp) {
            throw new DatabaseRefusedException("the database is not set up (" + database + " has no tables of"
                    + " billing-groups that " + user + " can see)" + remedy);
        }
        if (!mayRead) {
            throw new DatabaseRefusedException("the user " + user + " may not read the version of the database "
                    + database + remedy);
        }
        requireNotNewer();
        if (isBehind()) {
            throw new DatabaseRefusedException("the database " + database + " is older (schema " + version
                    + ") than this program (schema " + SchemaVersion.NEWEST + "), and migrations are switched off"
                    + remedy);
        }
    }

    private void requireUsable() {
        if (server < OLDEST_SERVER) {
            throw new DatabaseRefusedException("the database is PostgreSQL " + server / 10000
                    + ": version 15 or newer is needed");
        }
        if (!encoding.equals("UTF8")) {
            throw new DatabaseRefusedException("the database " + database + " is encoded in " + encoding
                    + " and cannot keep all names: make one with CREATE DATABASE ... ENCODING 'UTF8'"
                    + " TEMPLATE template0");
        }
        if (oldest > 0 && oldest < SchemaVersion.OLDEST) {
            throw new DatabaseRefusedException(place + " was made by a build before 1.0 (schema "
                    + version + "), which this program does not take over: keep that build to 'render' and 'verify'"
                    + " what it issued, and continue with a new --data-dir or SPRING_DATASOURCE_URL");
        }
    }

    private void requireNotNewer() {
        if (version > SchemaVersion.NEWEST) {
            throw new DatabaseRefusedException(place + " is newer (schema " + version
                    + ") than this program (schema " + SchemaVersion.NEWEST
                    + "): use the program's version that migrated it, or a later one");
        }
    }
}
