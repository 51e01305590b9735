package org.billinggroups.job;

import java.util.Objects;
import org.billinggroups.account.Sellers;
import org.billinggroups.document.InvoicePdf;
import org.billinggroups.invoicing.Corrections;
import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.Invoices;
import org.billinggroups.invoicing.Seals;
import org.billinggroups.ledger.PostLedger;
import org.billinggroups.period.InvoicingRuns;
import org.billinggroups.period.RefusedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Issues credit notes. The number, the lines and the postings of a note are written in one transaction; its files
 * follow, and if the process dies before, the next one that holds the seller's lock writes them.
 */
@Service
public class CorrectionLauncher {
    private final Sellers sellers;
    private final InvoicingRuns runs;
    private final SellerLock lock;
    private final Corrections corrections;
    private final Invoices invoices;
    private final PostLedger postLedger;
    private final Seals seals;
    private final PublishCorrections publishing;
    private final TransactionOperations transaction;

    CorrectionLauncher(Sellers sellers, InvoicingRuns runs, SellerLock lock, Corrections corrections, Invoices invoices,
            PostLedger postLedger, Seals seals, PublishCorrections publishing, TransactionOperations transaction) {
        this.sellers = sellers;
        this.runs = runs;
        this.lock = lock;
        this.corrections = corrections;
        this.invoices = invoices;
        this.postLedger = postLedger;
        this.seals = seals;
        this.publishing = publishing;
        this.transaction = transaction;
    }

    /** A credit note, and whether an earlier command had issued it already. */
    public record Outcome(Invoice creditNote, boolean issuedBefore) {}

    /**
     * Credits an invoice, or lines of it. The same request again finds the note that it has issued.
     *
     * @param reopen whether the group and period are opened for another invoice
     * @throws AlreadyRunningException if another process is invoicing
     * @throws RefusedException if a rule forbids it
     */
    public Outcome credit(Corrections.Request request, boolean reopen) {
        var sellerId = sellers.require().id();
        if (!runs.mayIssue()) {
            throw new RefusedException("this database user may not issue credit notes: work as a member of "
                    + "billing_runner");
        }
        try (var held = lock.acquire(sellerId)) {
            publishing.publishWaiting();
            if (reopen) {
                corrections.requireSupersedable(request.number());
            }
            var before = corrections.findSame(request);
            var note = before.orElseGet(() -> issue(request));
            publishing.publishWaiting();
            if (reopen) {
                transaction.executeWithoutResult(
                        status -> corrections.supersede(request.number(), request.actor()));
            }
            return new Outcome(note, before.isPresent());
        }
    }

    private Invoice issue(Corrections.Request request) {
        request.output().ifPresent(OutputFolder::requireUsable);
        return Objects.requireNonNull(transaction.execute(status -> {
            var run = corrections.issue(request);
            postLedger.post(run);
            seals.sealPostings(run);
            var note = invoices.get(invoices.idsOfBucket(run.id(), 0).getFirst());
            var unprintable = InvoicePdf.unprintable(note);
            if (!unprintable.isEmpty()) {
                throw new RefusedException("there is no glyph for a character in: " + unprintable.getFirst());
            }
            return note;
        }));
    }
}
