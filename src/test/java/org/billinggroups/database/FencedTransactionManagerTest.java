package org.billinggroups.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Test {@link FencedTransactionManager}. */
class FencedTransactionManagerTest {

    private final TestDatabase database = TestDatabase.create();
    private final HikariDataSource pool = pool();
    private final FencedTransactionManager transactions = new FencedTransactionManager(pool);
    private final TransactionTemplate template = new TransactionTemplate(transactions);
    private final JdbcClient jdbc = JdbcClient.create(pool);

    @BeforeEach
    void makeTables() {
        JdbcClient owner = database.ownerJdbc();
        owner.sql("DROP TABLE IF EXISTS invoicing_lock").update();
        owner.sql("CREATE TABLE invoicing_lock (seller_id text PRIMARY KEY, epoch bigint NOT NULL)").update();
        owner.sql("CREATE TABLE note (text text)").update();
        owner.sql("GRANT SELECT, INSERT, UPDATE ON invoicing_lock, note TO billing").update();
        owner.sql("INSERT INTO invoicing_lock VALUES ('main', 7)").update();
    }

    @AfterEach
    void close() {
        pool.close();
        database.close();
    }

    @Test
    void writesWithoutAFence() {
        write();
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void writesWhileTheEpochIsItsOwn() {
        transactions.fence("main", 7);
        write();
        write();
        assertThat(notes()).isEqualTo(2);
    }

    @Test
    void refusesALostEpochAndGivesTheConnectionBack() {
        transactions.fence("main", 7);
        database.jdbc().sql("UPDATE invoicing_lock SET epoch = 8").update();
        // More often than the pool has connections: none of them leaks.
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThatThrownBy(this::write)
                    .isInstanceOf(LockLostException.class).hasMessageContaining("'main'")
                    .hasMessageContaining("no longer 7");
            assertThat(TransactionSynchronizationManager.hasResource(pool)).isFalse();
            assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        }
        assertThat(notes()).isZero();
        transactions.unfence();
        write();
        assertThat(notes()).isEqualTo(1);
    }

    @Test
    void givesTheConnectionBackWhenTheCheckItselfFails() {
        database.ownerJdbc().sql("DROP TABLE invoicing_lock").update();
        transactions.fence("main", 7);
        for (int attempt = 0; attempt < 5; attempt++) {
            assertThatThrownBy(this::write).hasMessageContaining("check of the invoicing lock");
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
    }

    @Test
    void readsWithoutACheck() {
        transactions.fence("main", 6);
        TransactionTemplate reading = new TransactionTemplate(transactions);
        reading.setReadOnly(true);
        Integer read = reading.execute(status -> notes());
        assertThat(read).isZero();
    }

    @Test
    void makesASuccessorWaitForTheWritersBeforeIt() {
        transactions.fence("main", 7);
        template.executeWithoutResult(status -> {
            jdbc.sql("INSERT INTO note VALUES ('first')").update();
            JdbcClient successor = database.jdbc();
            assertThatThrownBy(() -> successor
                    .sql("SET lock_timeout = 100; UPDATE invoicing_lock SET epoch = 8")
                    .update()).hasMessageContaining("lock timeout");
        });
        assertThat(database.jdbc().sql("UPDATE invoicing_lock SET epoch = 8").update()).isEqualTo(1);
    }

    private void write() {
        template.executeWithoutResult(status -> jdbc.sql("INSERT INTO note VALUES ('text')").update());
    }

    private int notes() {
        return jdbc.sql("SELECT count(*) FROM note").query(Integer.class).single();
    }

    private HikariDataSource pool() {
        HikariDataSource created = new HikariDataSource();
        created.setJdbcUrl(database.jdbcUrl());
        created.setUsername(database.application().username());
        created.setPassword(database.application().password());
        created.setMaximumPoolSize(2);
        created.setConnectionTimeout(5000);
        return created;
    }
}
