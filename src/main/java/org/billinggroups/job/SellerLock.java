package org.billinggroups.job;

import java.time.OffsetDateTime;
import java.util.Optional;
import org.billinggroups.database.FencedTransactionManager;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets one process at a time invoice for a seller. Whoever takes the lock raises the epoch, so that a former owner
 * whose lock connection broke unnoticed cannot write any more.
 */
@Component
record SellerLock(JdbcConnectionDetails database, FencedTransactionManager transactions, JdbcClient jdbc) {
    private static final int LONGEST_NAME = 200;

    /** The lock while it is held. */
    interface Held extends AutoCloseable {
        @Override
        void close();
    }

    /**
     * Takes the lock.
     *
     * @throws AlreadyRunningException if another process has it
     */
    Held acquire(String sellerId) {
        var lock = SessionLock.tryAcquire(database, LockScope.SELLER, sellerId)
                .orElseThrow(() -> new AlreadyRunningException(sellerId, holder(sellerId)));
        try {
            transactions.fence(sellerId, raiseEpoch(sellerId));
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
        return () -> {
            transactions.unfence();
            lock.close();
        };
    }

    /**
     * Who has the lock now.
     *
     * @param process machine and process, such as {@code billing-1/4711}
     */
    record Holder(String process, OffsetDateTime since) {}

    /** Who has the lock now, if anybody has and has said so. */
    Optional<Holder> holder(String sellerId) {
        return jdbc.sql("""
                SELECT held_by AS process, held_since AS since FROM invoicing_lock
                WHERE seller_id = :seller AND held_by IS NOT NULL AND EXISTS (
                    SELECT FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = :scope AND objid = %s
                        AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
                """.formatted(SessionLock.objectId(":seller"))).param("seller", sellerId)
                .param("scope", LockScope.SELLER.number()).query(Holder.class).optional();
    }

    private long raiseEpoch(String sellerId) {
        Long epoch = new TransactionTemplate(transactions).execute(status -> jdbc
                .sql("""
                        UPDATE invoicing_lock SET epoch = epoch + 1, held_by = ?, held_since = now()
                        WHERE seller_id = ? RETURNING epoch
                        """).params(ThisProcess.name(LONGEST_NAME), sellerId).query(Long.class).single());
        return epoch == null ? 0 : epoch;
    }
}
