package org.billinggroups.usage;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.billinggroups.period.BillingPeriod;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The partitions of the usage records, one for each period. */
@Repository
class Partitions {
    private final JdbcClient jdbc;
    private final TransactionTemplate ownTransaction;

    Partitions(JdbcClient jdbc, PlatformTransactionManager transactionManager) {
        this.jdbc = jdbc;
        this.ownTransaction = new TransactionTemplate(transactionManager);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    }

    /**
     * Makes those that are missing, in a transaction of its own, since other imports would wait until the caller's
     * ends; if that is rolled back, those that are still empty go again. The caller has the periods' locks.
     */
    void create(Set<BillingPeriod> periods) {
        var missing = new TreeSet<>(periods);
        missing.removeIf(this::exists);
        if (missing.isEmpty()) {
            return;
        }
        TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
            @Override
            public void afterCompletion(int status) {
                if (status != STATUS_COMMITTED) {
                    dropEmpty(missing);
                }
            }
        });
        forEach(missing, "SELECT create_usage_partition(?)");
    }

    private void dropEmpty(Collection<BillingPeriod> periods) {
        try {
            forEach(periods, "SELECT drop_empty_usage_partition(?)");
        } catch (DataAccessException | TransactionException e) {
            // What made the import fail is told; an empty partition is in nobody's way.
        }
    }

    private boolean exists(BillingPeriod period) {
        return jdbc.sql("SELECT usage_partition(?) <> 'usage_record'::regclass").param(period.firstDay())
                .query(Boolean.class).single();
    }

    private void forEach(Collection<BillingPeriod> periods, String sql) {
        ownTransaction.executeWithoutResult(status -> {
            for (var period : periods) {
                jdbc.sql(sql).param(period.firstDay()).query((rs, row) -> 0).single();
            }
        });
    }
}
