package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.billinggroups.postgres.DatabaseLogin;
import org.billinggroups.postgres.DatabaseRefusedException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A pooler that works per transaction is found out, and keeps no lock. */
class PoolerTest {
    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void refusesSessionsThatAreTakenAwayAndLeavesNoLockBehind() throws IOException {
        DatabaseLogin direct = database.application();
        int port = Integer.parseInt(direct.jdbcUrl().replaceAll(".*:(\\d+)/.*", "$1"));
        try (var pooler = new TransactionPooler(port)) {
            var pooled = new DatabaseLogin(
                    direct.jdbcUrl().replace(":" + port, ":" + pooler.port()) + "?prepareThreshold=0",
                    direct.username(), direct.password());
            assertThatThrownBy(() -> SessionLock.tryAcquire(pooled, LockScope.SELLER, "main"))
                    .isInstanceOf(DatabaseRefusedException.class).hasMessageContaining("pool_mode=session");
            try (var lock = SessionLock.tryAcquire(direct, LockScope.SELLER, "main").orElseThrow()) {
                assertThat(lock).isNotNull();
            }
        }
    }
}
