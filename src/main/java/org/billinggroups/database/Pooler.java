package org.billinggroups.database;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Properties;
import org.billinggroups.postgres.DatabaseRefusedException;
import org.postgresql.PGConnection;

/**
 * Whether a connection pooler between here and the server takes the session away from its connection after each
 * transaction. A lock that belongs to a session would then stay in the pool: nobody would hold it, and nobody get it.
 */
final class Pooler {
    /** What a pooler may need to find a session for one more connection, in seconds. */
    private static final String LIMIT = "10";
    private static final int ROUNDS = 3;

    private static final String OWN_SESSION = "SELECT pg_backend_pid()";
    private static final String IS_HOLDER = """
            SELECT EXISTS (SELECT FROM pg_locks
                WHERE locktype = 'advisory' AND classid::bigint = ? AND objid::bigint = ? AND granted
                    AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND pid = pg_backend_pid())
            """;
    /** Ends the session that has the lock, so that it does not stay in the pool. */
    private static final String END_HOLDER = IS_HOLDER
            .replace("SELECT EXISTS (SELECT FROM", "SELECT pg_terminate_backend(pid) FROM")
            .replace("AND pid = pg_backend_pid())", "");

    private final String url;
    private final Properties properties;
    private final long scope;
    private final long hash;

    Pooler(String url, Properties properties, int scope, int hash) {
        this.url = url;
        this.properties = new Properties();
        this.properties.putAll(properties);
        this.properties.setProperty("socketTimeout", LIMIT);
        this.scope = Integer.toUnsignedLong(scope);
        this.hash = Integer.toUnsignedLong(hash);
    }

    /**
     * Checks the connection that has taken the lock, or that was refused it.
     *
     * @param held whether it has taken the lock
     * @throws DatabaseRefusedException if sessions are taken away; the lock is free then
     */
    void requireSession(Connection connection, boolean held) throws SQLException {
        if (!isBetween(connection)) {
            return;
        }
        for (int round = 0; round < ROUNDS; round++) {
            boolean wandered = held && !isHolder(connection);
            if (wandered || isSharedWithAnother()) {
                throw refusal();
            }
        }
    }

    /** A pooler tells the driver a session number of its own. */
    private static boolean isBetween(Connection connection) throws SQLException {
        try (var statement = connection.createStatement(); ResultSet row = statement.executeQuery(OWN_SESSION)) {
            return row.next() && row.getInt(1) != connection.unwrap(PGConnection.class).getBackendPID();
        }
    }

    /** Whether another connection is given the session that has the lock. */
    private boolean isSharedWithAnother() throws SQLException {
        try (var other = DriverManager.getConnection(url, properties)) {
            other.setAutoCommit(false);
            return isHolder(other);
        }
    }

    private boolean isHolder(Connection connection) throws SQLException {
        try (PreparedStatement question = question(connection, IS_HOLDER); ResultSet row = question.executeQuery()) {
            return row.next() && row.getBoolean(1);
        }
    }

    private PreparedStatement question(Connection connection, String sql) throws SQLException {
        PreparedStatement question = connection.prepareStatement(sql);
        question.setLong(1, scope);
        question.setLong(2, hash);
        return question;
    }

    private DatabaseRefusedException refusal() {
        try (var other = DriverManager.getConnection(url, properties);
                var end = question(other, END_HOLDER)) {
            end.execute();
        } catch (SQLException e) {
            // The session that answers is the one that ends.
        }
        return new DatabaseRefusedException("a connection pooler between here and the database works per transaction,"
                + " so that locks cannot be held: set it to pool sessions (PgBouncer: pool_mode=session) for this user,"
                + " or connect to the server itself");
    }
}
