package org.billinggroups.database;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.billinggroups.file.Sha256;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * A lock that exists as long as its database session: when the process or its machine dies, PostgreSQL frees it.
 *
 * <p>The session is a connection of its own, outside the pool, which would otherwise retire it. Both ends probe a
 * silent connection, so that a machine that vanished does not keep the lock for hours. A pooler between here and the
 * server must work per session, not per transaction; one that does not is refused.
 */
public final class SessionLock implements AutoCloseable {
    private static final String SESSION_NAME = "billing-groups lock";
    private static final String LOCK_TIMED_OUT = "55P03";
    private static final int LONGEST_ANSWER_MILLIS = 5000;
    private static final String SESSION_SETTINGS = """
            SET tcp_keepalives_idle = 10;
            SET tcp_keepalives_interval = 5;
            SET tcp_keepalives_count = 3;
            SET client_connection_check_interval = '5s';
            SET idle_session_timeout = 0
            """;

    private final Connection connection;

    private SessionLock(Connection connection) {
        this.connection = connection;
    }

    /**
     * Takes the lock if it is free now.
     *
     * @param server the database whose sessions compete
     * @param scope what kind of thing is locked
     * @param name the thing; two names may, very rarely, share a lock, which only makes one of them wait
     * @return empty if another session holds it
     * @throws DatabaseUnavailableException if the database cannot be reached
     * @throws DatabaseRefusedException if a pooler is between that works per transaction
     */
    public static Optional<SessionLock> tryAcquire(JdbcConnectionDetails server, LockScope scope, String name) {
        return tryAcquire(server, scope, name, SESSION_NAME);
    }

    /** The same in a session that others see by another name. */
    public static Optional<SessionLock> tryAcquire(JdbcConnectionDetails server, LockScope scope, String name,
            String sessionName) {
        return open(server, scope, name, sessionName, connection -> {
            try (PreparedStatement statement = prepare(connection, "SELECT pg_try_advisory_lock(?, ?)", scope, name);
                    ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        });
    }

    /**
     * Takes the lock as soon as it is free, waiting at most as long as the limit says.
     *
     * @param server the database whose sessions compete
     * @param scope what kind of thing is locked
     * @param name the thing
     * @param limit the longest wait, at least a millisecond
     * @return empty if another session still holds it then
     * @throws DatabaseUnavailableException if the database cannot be reached
     * @throws DatabaseRefusedException if a pooler is between that works per transaction
     */
    public static Optional<SessionLock> acquire(JdbcConnectionDetails server, LockScope scope, String name,
            Duration limit) {
        return open(server, scope, name, SESSION_NAME, connection -> {
            try (Statement settings = connection.createStatement()) {
                settings.execute("SET lock_timeout = " + Math.clamp(limit.toMillis(), 1, Integer.MAX_VALUE));
            }
            try (PreparedStatement statement = prepare(connection, "SELECT pg_advisory_lock(?, ?)", scope, name)) {
                statement.execute();
                return true;
            } catch (SQLException e) {
                if (LOCK_TIMED_OUT.equals(e.getSQLState())) {
                    return false;
                }
                throw e;
            }
        });
    }

    /**
     * Frees the lock, which is free for anybody when this returns: of a connection that is only closed, the server may
     * notice later that its session is over, and whoever asks at once finds the lock still held.
     */
    @Override
    public void close() {
        try (Statement statement = connection.createStatement()) {
            connection.setNetworkTimeout(Runnable::run, LONGEST_ANSWER_MILLIS);
            statement.execute("SELECT pg_advisory_unlock_all()");
        } catch (SQLException e) {
            // The session is dead or cannot be reached: the server ends it, and frees its lock with it.
        } finally {
            closeQuietly(connection);
        }
    }

    private interface Attempt {
        boolean succeeds(Connection connection) throws SQLException;
    }

    private static Optional<SessionLock> open(JdbcConnectionDetails server, LockScope scope, String name,
            String sessionName, Attempt attempt) {
        boolean held = false;
        Connection connection = null;
        try {
            connection = DriverManager.getConnection(server.getJdbcUrl(), properties(server, sessionName));
            try (Statement settings = connection.createStatement()) {
                settings.execute(SESSION_SETTINGS);
            }
            boolean taken = attempt.succeeds(connection);
            new Pooler(server.getJdbcUrl(), properties(server, sessionName), scope.number(), hash(name)).requireSession(
                    connection,
                    taken);
            held = taken;
            return held ? Optional.of(new SessionLock(connection)) : Optional.empty();
        } catch (SQLException e) {
            throw DatabaseFailure.exceptionOf(e, "cannot lock '" + name + "' in the database");
        } finally {
            if (connection != null && !held) {
                closeQuietly(connection);
            }
        }
    }

    private static Properties properties(JdbcConnectionDetails server, String sessionName) {
        Properties properties = new Properties();
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("ApplicationName", sessionName);
        String username = server.getUsername();
        if (username != null) {
            properties.setProperty("user", username);
        }
        String password = server.getPassword();
        if (password != null) {
            properties.setProperty("password", password);
        }
        return properties;
    }

    private static PreparedStatement prepare(Connection connection, String sql, LockScope scope, String name)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        statement.setInt(1, scope.number());
        statement.setInt(2, hash(name));
        return statement;
    }

    /**
     * As SQL: the object's number that {@code pg_locks} shows of the lock of a name.
     *
     * @param name an expression of type text
     */
    public static String objectId(String name) {
        return "(('x' || left(encode(sha256(convert_to(" + name + ", 'UTF8')), 'hex'), 8))::bit(32)::bigint)::oid";
    }

    /** The same on every JDK and machine, since processes of different builds compete for the same lock. */
    private static int hash(String name) {
        return ByteBuffer.wrap(Sha256.newDigest().digest(name.getBytes(StandardCharsets.UTF_8))).getInt();
    }

    private static void closeQuietly(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // A connection that cannot be closed is dead already, and its lock is free.
        }
    }
}
