package org.billinggroups.job;

import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.WithdrawnDrafts;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Gives up an unfinished run that has issued nothing: its drafts go, its frozen inputs stay for the record. */
@Service
record DiscardDrafts(WithdrawnDrafts drafts, InvoicingRuns runs, TransactionOperations transaction) {
    /** @throws RefusedException if it has issued something */
    static void requireDiscardable(InvoicingRun run) {
        if (run.number() != null) {
            throw new RefusedException("the unfinished run of " + run.period()
                    + " has issued invoices already; run it to its end with 'billing run " + run.period()
                    + "', then correct them by credit notes");
        }
    }

    /** Discards in the caller's transaction, if there is one: what comes instead may yet be refused. */
    void discard(InvoicingRun run) {
        requireDiscardable(run);
        transaction.executeWithoutResult(status -> {
            drafts.ofRun(run.id());
            runs.discard(run.id());
        });
    }
}
