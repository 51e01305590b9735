package org.billinggroups.job;

import java.util.ArrayList;
import org.billinggroups.audit.OutputFolders;
import org.billinggroups.document.InvoicePdf;
import org.billinggroups.einvoice.FormRules;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Corrections;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.SupersededInvoices;
import org.billinggroups.ledger.PostLedger;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/** Issues a credit note and posts it, in one transaction. */
@Component
record CreditNoteIssue(InvoicingRuns runs, OutputFolders folders, Corrections corrections,
        SupersededInvoices superseded, Invoices invoices, PostLedger postLedger, TransactionOperations transaction) {
    /** The note and what it opens come together: whoever dies after it leaves nothing that another run could miss. */
    Invoice issue(Corrections.Request request, boolean reopen) {
        requireFolder(request);
        return transaction.execute(status -> {
            var note = issued(request, reopen);
            request.output().ifPresent(OutputFolder::make);
            return note;
        });
    }

    /** The note that would be issued. */
    Invoice tryOut(Corrections.Request request, boolean reopen) {
        requireFolder(request);
        return transaction.execute(status -> {
            status.setRollbackOnly();
            return issued(request, reopen);
        });
    }

    private void requireFolder(Corrections.Request request) {
        request.output().ifPresent(OutputFolder::requireUsable);
        request.output().or(() -> runs.findByInvoiceNumber(request.number()).map(InvoicingRun::output))
                .ifPresent(folders::requireKnown);
    }

    private Invoice issued(Corrections.Request request, boolean reopen) {
        if (reopen) {
            superseded.requireSupersedable(request.number());
        }
        var run = corrections.issue(request);
        postLedger.post(run, 0);
        var note = invoices.get(invoices.idsOfBucket(run.id(), 0).getFirst());
        var problems = new ArrayList<>(InvoicePdf.unprintable(note));
        problems.addAll(FormRules.problems(note));
        if (!problems.isEmpty()) {
            throw new RefusedException(String.join("; ", problems));
        }
        if (reopen) {
            superseded.supersede(request.number(), request.actor());
        }
        return note;
    }

    /** Opens the group and period of the invoice, which is credited as a whole, for another one. */
    void reopen(Corrections.Request request) {
        transaction.executeWithoutResult(status -> superseded.supersede(request.number(), request.actor()));
    }
}
