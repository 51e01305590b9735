package org.billinggroups.job;

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
                .orElseThrow(() -> new AlreadyRunningException(sellerId));
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

    private long raiseEpoch(String sellerId) {
        Long epoch = new TransactionTemplate(transactions).execute(status -> jdbc
                .sql("UPDATE invoicing_lock SET epoch = epoch + 1 WHERE seller_id = ? RETURNING epoch").param(sellerId)
                .query(Long.class).single());
        return epoch == null ? 0 : epoch;
    }
}
