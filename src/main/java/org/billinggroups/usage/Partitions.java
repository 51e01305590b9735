package org.billinggroups.usage;

import java.util.Set;
import java.util.TreeSet;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
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

    /** Makes those that are missing, in a transaction of its own: the import's may be rolled back. */
    void create(Set<BillingPeriod> periods) {
        ownTransaction.executeWithoutResult(status -> {
            for (var period : new TreeSet<>(periods)) {
                jdbc.sql("SELECT create_usage_partition(?)").param(period.firstDay()).query((rs, row) -> 0).single();
            }
        });
    }
}
