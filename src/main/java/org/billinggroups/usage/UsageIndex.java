package org.billinggroups.usage;

import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The index by which the buckets of a run find their own usage of a period. It is there only while they are drafted,
 * since imports would have to keep it up; and only if there are many, since few read everything as fast.
 */
@Repository
public class UsageIndex {
    private static final int WORTHWHILE_BUCKETS = 16;

    private final JdbcClient jdbc;

    UsageIndex(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Makes it, if that pays and the table is not in use, and drops those that runs left which died. Imports into the
     * period wait until the caller's transaction ends, which is to hold no other locks.
     */
    public void prepare(BillingPeriod period, int buckets) {
        call("SELECT unindex_other_usage_partitions(?)", period);
        if (buckets >= WORTHWHILE_BUCKETS) {
            call("SELECT index_usage_partition(?)", period);
        } else {
            drop(period);
        }
    }

    /** Drops it if it is there and nobody uses the table, which is locked until the caller's transaction ends. */
    public void drop(BillingPeriod period) {
        call("SELECT unindex_usage_partition(?)", period);
    }

    private void call(String sql, BillingPeriod period) {
        jdbc.sql(sql).param(period.firstDay()).query((rs, row) -> 0).single();
    }
}
