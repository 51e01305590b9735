package org.billinggroups.invoice;

import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Estimates in the database: drafts of a run that issues nothing, of which a period has one at a time. */
@Repository
public class Estimates {
    private final JdbcClient jdbc;
    private final WithdrawnDrafts drafts;
    private final ParkedGroups parked;
    private final FrozenInputs frozen;
    private final InvoicingRuns runs;
    private final TransactionOperations transaction;

    Estimates(JdbcClient jdbc, WithdrawnDrafts drafts, ParkedGroups parked, FrozenInputs frozen, InvoicingRuns runs,
            TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.drafts = drafts;
        this.parked = parked;
        this.frozen = frozen;
        this.runs = runs;
        this.transaction = transaction;
    }

    /** Ends the run of an estimate, which takes the place of those before. */
    public void replaceBy(InvoicingRun run) {
        transaction.executeWithoutResult(status -> {
            discard(run.period(), run.id());
            runs.finish(run.id());
        });
    }

    /** Removes the estimates of a period, in the caller's transaction. */
    public void discard(BillingPeriod period) {
        discard(period, 0);
    }

    private void discard(BillingPeriod period, long but) {
        var estimates = jdbc.sql("""
                SELECT id FROM invoicing_run WHERE kind = 'estimate' AND period = ? AND discarded_at IS NULL AND id <> ?
                """).params(period.firstDay(), but).query(Long.class).list();
        for (long run : estimates) {
            drafts.ofRun(run);
            parked.forget(run);
            frozen.forget(run);
            runs.discard(run);
        }
    }
}
