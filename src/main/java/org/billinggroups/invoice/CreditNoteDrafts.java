package org.billinggroups.invoice;

import java.sql.SQLException;
import javax.sql.DataSource;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;

/**
 * Writes the draft of a credit note, and what it corrects.
 */
@Service
record CreditNoteDrafts(DataSource dataSource, JdbcClient jdbc, InvoicingRuns runs, IssueDates issueDates,
        RunSeals seals) {
    /**
     * Drafts it, in a run of its own and the caller's transaction.
     *
     * @throws RefusedException if it may not have the date that is asked for
     */
    InvoicingRun write(Corrections.Request request, Invoice invoice, DraftInvoice draft) {
        var run = openRun(request, invoice);
        write(run, draft);
        jdbc.sql("""
                INSERT INTO correction (invoice_id, corrected_id, reason, created_by)
                SELECT id, ?, ?, ? FROM invoice WHERE run_id = ?
                """).params(invoice.id(), request.reason(), request.actor(), run.id()).update();
        jdbc.sql("""
                INSERT INTO corrected_line (corrected_id, line, invoice_id)
                SELECT ?, l.line, i.id FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
                WHERE i.run_id = ? AND NOT is_shared_line(l.line_type)
                """).params(invoice.id(), run.id()).update();
        seals.noteContent(run, 0);
        return run;
    }

    /** A run of its own, with the billing details that the invoice has and the seller as it is now. */
    private InvoicingRun openRun(Corrections.Request request, Invoice invoice) {
        var issueDate = issueDates.ofCreditNote(invoice.seller().id(), invoice, request.issueDate());
        return runs.openCorrection(invoice.id(), issueDate, request.output().orElse(null));
    }

    private void write(InvoicingRun run, DraftInvoice draft) {
        var connection = DataSourceUtils.getConnection(dataSource);
        try {
            var drafts = new Drafts(connection, run);
            drafts.add(draft);
            drafts.write();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot write the credit note", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }
}
