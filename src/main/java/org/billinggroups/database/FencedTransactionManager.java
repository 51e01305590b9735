package org.billinggroups.database;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.ConnectionHolder;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Transactions that write only while this process owns the invoicing lock it believes to own.
 *
 * <p>A session lock alone is not enough: its connection may break unnoticed while the process continues through other
 * connections. So the lock's owner raises the epoch in {@code invoicing_lock}, and every write transaction of a fenced
 * process first reads its own epoch there {@code FOR SHARE}. A successor that raises the epoch therefore waits for the
 * writers that were sooner, and stops those that come later.
 */
public class FencedTransactionManager extends JdbcTransactionManager {
    private static final long serialVersionUID = 1L;

    private static final String CHECK = "SELECT 1 FROM invoicing_lock WHERE seller_id = ? AND epoch = ? FOR SHARE";

    private record Fence(String seller, long epoch) {}

    // Not part of a serialised manager: what a process holds cannot be handed to another one.
    private transient volatile @Nullable Fence fence;
    /** What a thread works on for another process that owns the lock. */
    private final transient ThreadLocal<@Nullable Fence> lent = new ThreadLocal<>();

    /** Manages the transactions of the data source; not fenced at first. */
    public FencedTransactionManager(DataSource dataSource) {
        super(dataSource);
    }

    /** From now on every write transaction requires that the seller's lock has this epoch. */
    public void fence(String seller, long epoch) {
        fence = new Fence(seller, epoch);
    }

    /** From now on transactions are not checked any more. */
    public void unfence() {
        fence = null;
    }

    /** From now on every write transaction of this thread requires the same, on behalf of the lock's owner. */
    public void fenceThread(String seller, long epoch) {
        lent.set(new Fence(seller, epoch));
    }

    /** From now on transactions of this thread are not checked any more, unless the process is fenced. */
    public void unfenceThread() {
        lent.remove();
    }

    /**
     * The epoch of the lock that this process owns.
     *
     * @throws IllegalStateException if it owns none
     */
    public long epoch() {
        var own = fence;
        if (own == null) {
            throw new IllegalStateException("this process has no invoicing lock");
        }
        return own.epoch();
    }

    /**
     * Begins the transaction and, if it may write and this process is fenced, checks the fence on its connection.
     *
     * @throws LockLostException if another process has taken the lock over; the transaction is rolled back
     */
    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        super.doBegin(transaction, definition);
        Fence expected = lent.get() == null ? fence : lent.get();
        if (expected == null || definition.isReadOnly()) {
            return;
        }
        Connection connection = currentConnection();
        try {
            if (!holds(connection, expected)) {
                throw new LockLostException(expected.seller(), expected.epoch());
            }
        } catch (SQLException e) {
            abandon(transaction, connection);
            throw translateException("check of the invoicing lock", e);
        } catch (RuntimeException | Error e) {
            abandon(transaction, connection);
            throw e;
        }
    }

    private Connection currentConnection() {
        if (TransactionSynchronizationManager.getResource(obtainDataSource()) instanceof ConnectionHolder holder) {
            return holder.getConnection();
        }
        throw new IllegalStateException("the transaction that just began has no connection");
    }

    private static boolean holds(Connection connection, Fence expected) throws SQLException {
        try (PreparedStatement check = connection.prepareStatement(CHECK)) {
            check.setString(1, expected.seller());
            check.setLong(2, expected.epoch());
            try (ResultSet row = check.executeQuery()) {
                return row.next();
            }
        }
    }

    /** Spring does not clean up after a failed begin, so the connection is given back here, its transaction ended. */
    private void abandon(Object transaction, Connection connection) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            logger.debug("rollback after a failed check of the invoicing lock", e);
        }
        doCleanupAfterCompletion(transaction);
    }
}
