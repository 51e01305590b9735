package org.billinggroups.job;

import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.billinggroups.account.Sellers;
import org.billinggroups.audit.OutputFolders;
import org.billinggroups.document.InvoicePdf;
import org.billinggroups.invoice.Corrections;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.ledger.PostLedger;
import org.billinggroups.period.RefusedException;
import org.billinggroups.publication.PublishCorrections;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
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
    private final PublishCorrections publishing;
    private final OutputFolders folders;
    private final InvoicingLauncher invoicing;
    private final TransactionOperations transaction;

    CorrectionLauncher(Sellers sellers, InvoicingRuns runs, SellerLock lock, Corrections corrections, Invoices invoices,
            PostLedger postLedger, PublishCorrections publishing, OutputFolders folders, InvoicingLauncher invoicing,
            TransactionOperations transaction) {
        this.sellers = sellers;
        this.runs = runs;
        this.lock = lock;
        this.corrections = corrections;
        this.invoices = invoices;
        this.postLedger = postLedger;
        this.publishing = publishing;
        this.folders = folders;
        this.invoicing = invoicing;
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
        try (var held = lock()) {
            return creditLocked(request, reopen);
        }
    }

    /**
     * Credits an invoice and drafts another one for its group and period, before any other process can. The same request
     * again goes on where it was left.
     *
     * @param credited the credit note, as soon as it is there
     * @param told the outcome of drafting
     * @throws AlreadyRunningException if another process is invoicing
     * @throws RefusedException if a rule forbids it
     */
    public List<PeriodOutcome> reissue(Corrections.Request request, Consumer<Outcome> credited,
            Consumer<PeriodOutcome> told) {
        try (var held = lock()) {
            var sellerId = sellers.require().id();
            if (corrections.findSame(request).isEmpty()) {
                corrections.requireCreditable(request);
                invoicing.requireStartable(sellerId, redraft(request));
            }
            credited.accept(creditLocked(request, true));
            return invoicing.runLocked(sellerId, redraft(request), told);
        }
    }

    private RunOptions redraft(Corrections.Request request) {
        var run = runs.findByInvoiceNumber(request.number()).orElseThrow();
        return new RunOptions(Optional.of(run.period()), RunOptions.Until.DRAFT, request.issueDate(),
                request.output().orElseGet(run::output), false, false, false, false);
    }

    private SellerLock.Held lock() {
        var sellerId = sellers.require().id();
        if (!runs.mayIssue()) {
            throw new RefusedException("this database user may not issue credit notes: work as a member of "
                    + "billing_runner");
        }
        return lock.acquire(sellerId);
    }

    private Outcome creditLocked(Corrections.Request request, boolean reopen) {
        publishing.publishWaiting();
        if (reopen) {
            corrections.requireSupersedable(request.number());
        }
        var before = corrections.findSame(request);
        var note = before.orElseGet(() -> issue(request, reopen));
        if (reopen && before.isPresent()) {
            transaction.executeWithoutResult(status -> corrections.supersede(request.number(), request.actor()));
        }
        publishing.publishWaiting();
        return new Outcome(note, before.isPresent());
    }

    /** The note and what it opens come together: whoever dies after it leaves nothing that another run could miss. */
    private Invoice issue(Corrections.Request request, boolean reopen) {
        request.output().ifPresent(OutputFolder::requireUsable);
        request.output().or(() -> runs.findByInvoiceNumber(request.number()).map(InvoicingRun::output))
                .ifPresent(folders::requireKnown);
        return Objects.requireNonNull(transaction.execute(status -> {
            var run = corrections.issue(request);
            postLedger.post(run);
            var note = invoices.get(invoices.idsOfBucket(run.id(), 0).getFirst());
            var unprintable = InvoicePdf.unprintable(note);
            if (!unprintable.isEmpty()) {
                throw new RefusedException(String.join("; ", unprintable));
            }
            if (reopen) {
                corrections.supersede(request.number(), request.actor());
            }
            return note;
        }));
    }
}
