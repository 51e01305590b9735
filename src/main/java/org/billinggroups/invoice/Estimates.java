package org.billinggroups.invoice;

import java.util.OptionalLong;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Estimates in the database: drafts of a run that issues nothing, of which a period has one at a time. */
@Repository
public class Estimates {
    private final JdbcClient jdbc;
    private final WithdrawnDrafts drafts;
    private final ParkedGroups parked;
    private final FrozenInputs frozen;
    private final InvoicingRuns runs;

    Estimates(JdbcClient jdbc, WithdrawnDrafts drafts, ParkedGroups parked, FrozenInputs frozen, InvoicingRuns runs) {
        this.jdbc = jdbc;
        this.drafts = drafts;
        this.parked = parked;
        this.frozen = frozen;
        this.runs = runs;
    }

    /**
     * Removes the estimates of a period, in the caller's transaction.
     *
     * @param but the run whose estimates stay, or empty for none
     */
    public void discard(BillingPeriod period, OptionalLong but) {
        var estimates = jdbc.sql("""
                SELECT id FROM invoicing_run WHERE kind = 'estimate' AND period = ? AND discarded_at IS NULL AND id <> ?
                """).params(period.firstDay(), but.orElse(0)).query(Long.class).list();
        for (long run : estimates) {
            drafts.ofRun(run);
            parked.forget(run);
            frozen.forget(run);
            runs.discard(run);
        }
    }
}
