package org.billinggroups.job;

import org.billinggroups.period.RefusedException;
import org.billinggroups.run.InvoicingRun;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Gives up an unfinished run that has issued nothing: its drafts go, its frozen inputs stay for the record. */
@Service
class DiscardDrafts {
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;

    DiscardDrafts(JdbcClient jdbc, TransactionOperations transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

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
            var drafts = "(SELECT id FROM invoice WHERE run_id = ?)";
            jdbc.sql("DELETE FROM invoice_tax WHERE invoice_id IN " + drafts).param(run.id()).update();
            jdbc.sql("DELETE FROM invoice_line WHERE invoice_id IN " + drafts).param(run.id()).update();
            jdbc.sql("DELETE FROM invoice WHERE run_id = ?").param(run.id()).update();
            jdbc.sql("UPDATE invoicing_run SET discarded_at = now() WHERE id = ?").param(run.id()).update();
        });
    }
}
