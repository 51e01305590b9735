package org.billinggroups.usage;

import java.util.Collection;
import java.util.TreeSet;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The locks by which imports, withdrawals and runs keep out of each other's way; all are held until the transaction
 * ends. Who needs both takes the one on withdrawals before those on periods, and these in their order, file by file.
 */
@Repository
public class UsageLocks {
    private static final String PERIOD = "hashtext('billing-groups usage'), hashtext(?)";
    private static final String WITHDRAWALS = "hashtext('billing-groups usage withdrawals')";

    private final JdbcClient jdbc;

    UsageLocks(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keeps withdrawals out: what was not taken back before stays, or they see that a run looks at it. Imports are not
     * concerned, since they only add files, of which the run sees all or nothing.
     */
    public void keepWithdrawalsOut() {
        take("SELECT pg_advisory_xact_lock(" + WITHDRAWALS + ")");
    }

    /** Lets runs wait that are about to note what they look at; other withdrawals continue. */
    void withdraw() {
        take("SELECT pg_advisory_xact_lock_shared(" + WITHDRAWALS + ")");
    }

    /**
     * Lets imports into the same period take turns: two that hold the same ids in different orders would otherwise wait
     * for each other.
     */
    void takeAlone(Collection<BillingPeriod> periods) {
        for (var period : new TreeSet<>(periods)) {
            take("SELECT pg_advisory_xact_lock(" + PERIOD + ")", period.toString());
        }
    }

    /** Shares the period with others that import straight into it; false if somebody has it alone. */
    boolean share(BillingPeriod period) {
        return jdbc.sql("SELECT pg_try_advisory_xact_lock_shared(" + PERIOD + ")").param(period.toString())
                .query(Boolean.class).single();
    }

    private void take(String sql, Object... key) {
        jdbc.sql(sql).params(key).query((rs, row) -> 0).single();
    }
}
