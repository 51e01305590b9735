package org.billinggroups.database;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.billinggroups.postgres.DatabaseUnavailableException;
import org.springframework.stereotype.Component;

/**
 * Opens the connections that partitions are going to need while a step before them waits for the server. To open one
 * takes a while, since passwords are checked slowly on purpose, and partitions that start together would wait in turn.
 */
@Component
public final class ConnectionsAhead {
    private final DataSource dataSource;

    ConnectionsAhead(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * Begins to open them, and leaves them to the pool. In a pool that is set smaller than usual it leaves enough for
     * others. What fails here fails again, and is reported, where a connection is needed.
     */
    public CompletableFuture<Void> open() {
        return CompletableFuture.runAsync(this::openAndRelease,
                opening -> Thread.ofPlatform().daemon().name("connections-ahead").start(opening));
    }

    private void openAndRelease() {
        var opened = new ArrayDeque<Connection>();
        try {
            while (opened.size() < count()) {
                opened.push(dataSource.getConnection());
            }
        } catch (SQLException e) {
            throw new DatabaseUnavailableException("no further connection", e);
        } finally {
            opened.forEach(ConnectionsAhead::release);
        }
    }

    private int count() {
        return dataSource instanceof HikariDataSource pool
                ? Math.min(DatabaseConfiguration.PARTITION_CONNECTIONS,
                        pool.getMaximumPoolSize() - DatabaseConfiguration.SPARE_CONNECTIONS)
                : 0;
    }

    private static void release(Connection connection) {
        try {
            connection.close();
        } catch (SQLException e) {
            // It is gone, and the pool knows.
        }
    }
}
