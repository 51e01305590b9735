package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.billinggroups.postgres.DatabaseLogin;
import org.billinggroups.postgres.DatabaseUnavailableException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Test {@link SessionLock}. */
class SessionLockTest {

    private static final LockScope SCOPE = LockScope.SELLER;
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isExclusive() {
        SessionLock lock = take("main").orElseThrow();
        assertThat(take("main")).isEmpty();
        assertThat(SessionLock.acquire(database.application(), SCOPE, "main", MOMENT)).isEmpty();
        lock.close();
        take("main").orElseThrow().close();
    }

    @Test
    void isFreeAsSoonAsItIsClosed() throws SQLException {
        try (Connection other = DriverManager.getConnection(database.application().getJdbcUrl(),
                database.application().getUsername(), database.application().getPassword());
                Statement looking = other.createStatement()) {
            for (int i = 0; i < 50; i++) {
                take("main").orElseThrow().close();
                try (ResultSet held = looking.executeQuery("""
                        SELECT FROM pg_locks WHERE locktype = 'advisory'
                            AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
                        """)) {
                    assertThat(held.next()).isFalse();
                }
            }
        }
    }

    @Test
    void differsByScopeAndName() {
        List.of(take("main").orElseThrow(), take("other").orElseThrow(),
                SessionLock.tryAcquire(database.application(), LockScope.IMPORT, "main").orElseThrow())
                .forEach(SessionLock::close);
    }

    @Test
    void isFreedByTheDeathOfItsSession() {
        SessionLock dead = take("main").orElseThrow();
        killSessions();
        take("main").orElseThrow().close();
        dead.close();
    }

    @Test
    void waitsUntilItIsFree() throws Exception {
        SessionLock lock = take("main").orElseThrow();
        CompletableFuture<Optional<SessionLock>> waiting = CompletableFuture.supplyAsync(
                () -> SessionLock.acquire(database.application(), SCOPE, "main", Duration.ofSeconds(30)));
        assertThatThrownBy(() -> waiting.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS))
                .isInstanceOf(TimeoutException.class);
        lock.close();
        waiting.get().orElseThrow().close();
    }

    @Test
    void saysThatTheDatabaseIsOutOfReach() {
        DatabaseLogin nowhere = new DatabaseLogin("jdbc:postgresql://127.0.0.1:1/billing", "billing", "secret");
        assertThatThrownBy(() -> SessionLock.tryAcquire(nowhere, SCOPE, "main"))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("127.0.0.1:1")
                .hasMessageNotContaining("secret");
    }

    private Optional<SessionLock> take(String name) {
        return SessionLock.tryAcquire(database.application(), SCOPE, name);
    }

    private void killSessions() {
        database
                .jdbc()
                .sql("""
                        SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity
                        WHERE datname = current_database() AND pid <> pg_backend_pid()
                        """)
                .query()
                .listOfRows();
    }
}
