package org.billinggroups.job;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FreezeInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Lets others look at a period as a run of it would freeze it now, in a transaction that is rolled back. */
@Component
public record PresentPeriods(JdbcClient jdbc, Sellers sellers, RunRequests requests, InvoicingRuns runs,
        FreezeInputs freezeInputs, TransactionOperations transaction) {
    /** @throws RefusedException if this user of the database may only read */
    public void requireAllowed(List<BillingPeriod> periods) {
        if (!jdbc.sql("SELECT has_table_privilege('invoicing_run', 'INSERT')").query(Boolean.class).single()) {
            throw new RefusedException(periods.getFirst() + " is not issued, and this database user may only read what "
                    + "is: rehearse issued periods, or as a member of billing_operator or billing_runner");
        }
    }

    /** Freezes the period, lets the work look at the run, and forgets it. */
    public void with(BillingPeriod period, Consumer<InvoicingRun> work) {
        var sellerId = sellers.require().id();
        var request = requests.ofEstimate(sellerId, period, Path.of("."));
        transaction.executeWithoutResult(status -> {
            status.setRollbackOnly();
            freezeInputs.freeze(request);
            work.accept(runs.find(sellerId, period, request.attempt()).orElseThrow());
        });
    }
}
