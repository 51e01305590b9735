package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Test {@link SessionLock}. */
class SessionLockTest {

    private static final int SCOPE = 1;
    private static final Duration MOMENT = Duration.ofMillis(100);

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void isExclusive() {
        try (SessionLock lock = take("main").orElseThrow()) {
            assertThat(lock.isHeld()).isTrue();
            assertThat(take("main")).isEmpty();
            assertThat(SessionLock.acquire(database.application(), SCOPE, "main", MOMENT)).isEmpty();
        }
        take("main").orElseThrow().close();
    }

    @Test
    void differsByScopeAndName() {
        try (SessionLock lock = take("main").orElseThrow();
                SessionLock otherName = take("other").orElseThrow();
                SessionLock otherScope = SessionLock.tryAcquire(database.application(), 2, "main").orElseThrow()) {
            assertThat(lock.isHeld() && otherName.isHeld() && otherScope.isHeld()).isTrue();
        }
    }

    @Test
    void isFreedByTheDeathOfItsSession() {
        try (SessionLock lock = take("main").orElseThrow()) {
            killSessions();
            assertThat(lock.isHeld()).isFalse();
            take("main").orElseThrow().close();
        }
    }

    @Test
    void waitsUntilItIsFree() throws Exception {
        CompletableFuture<Optional<SessionLock>> waiting;
        try (SessionLock lock = take("main").orElseThrow()) {
            waiting = CompletableFuture
                    .supplyAsync(
                            () -> SessionLock.acquire(database.application(), SCOPE, "main", Duration.ofSeconds(30)));
            assertThatThrownBy(() -> waiting.get(MOMENT.toMillis(), TimeUnit.MILLISECONDS)).isNotNull();
            assertThat(lock.isHeld()).isTrue();
        }
        waiting.get().orElseThrow().close();
    }

    @Test
    void saysThatTheDatabaseIsOutOfReach() {
        DatabaseLogin nowhere = new DatabaseLogin("jdbc:postgresql://127.0.0.1:1/billing", "billing", "secret");
        assertThatThrownBy(() -> SessionLock.tryAcquire(nowhere, SCOPE, "main"))
                .isInstanceOf(DatabaseUnavailableException.class)
                .hasMessageContaining("'main'")
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
