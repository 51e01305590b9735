package org.billinggroups.job;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.billinggroups.database.TestDatabase;

/** Holds a table, so that whoever needs it waits. */
public final class TableLock implements AutoCloseable {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(60);

    private final TestDatabase database;
    private final Connection connection;

    public TableLock(TestDatabase database, String table) throws SQLException {
        this(database, table, "ACCESS EXCLUSIVE");
    }

    /** The same for those only who do what the mode forbids. */
    public TableLock(TestDatabase database, String table, String mode) throws SQLException {
        this.database = database;
        connection = TestDatabase.dataSource(database.owner()).getConnection();
        connection.setAutoCommit(false);
        try (var statement = connection.createStatement()) {
            statement.execute("LOCK TABLE " + table + " IN " + mode + " MODE");
        }
    }

    /** Waits until somebody waits. */
    public void awaitWaiter() throws InterruptedException {
        var deadline = Instant.now().plus(LONGEST_WAIT);
        while (Instant.now().isBefore(deadline)) {
            if (database.ownerJdbc()
                    .sql("""
                            SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation'
                                AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                            """)
                    .query(Boolean.class).single()) {
                return;
            }
            Thread.sleep(20);
        }
        throw new IllegalStateException("nobody waited for the table");
    }

    @Override
    public void close() throws SQLException {
        connection.rollback();
        connection.close();
    }
}
