package org.billinggroups.job;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Corrections;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.SupersededInvoices;
import org.billinggroups.publication.PublishCorrections;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.stereotype.Service;

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
    private final SupersededInvoices superseded;
    private final CreditNoteIssue issue;
    private final PublishCorrections publishing;
    private final InvoicingLauncher invoicing;

    CorrectionLauncher(Sellers sellers, InvoicingRuns runs, SellerLock lock, Corrections corrections,
            SupersededInvoices superseded, CreditNoteIssue issue, PublishCorrections publishing,
            InvoicingLauncher invoicing) {
        this.sellers = sellers;
        this.runs = runs;
        this.lock = lock;
        this.corrections = corrections;
        this.superseded = superseded;
        this.issue = issue;
        this.publishing = publishing;
        this.invoicing = invoicing;
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
     * Credits an invoice and drafts another one for its group and period, before any other process can. The same
     * request again continues where it was left.
     *
     * @param credited the credit note, as soon as it is there
     * @param told receives the outcome of drafting
     * @throws AlreadyRunningException if another process is invoicing
     * @throws RefusedException if a rule forbids it
     */
    public List<PeriodOutcome> reissue(Corrections.Request request, Consumer<Outcome> credited,
            Consumer<PeriodOutcome> told) {
        try (var held = lock()) {
            var sellerId = sellers.require().id();
            if (corrections.findSame(request).isEmpty()) {
                requireReissuable(request);
            }
            credited.accept(creditLocked(request, true));
            return invoicing.runLocked(sellerId, redraft(request), told);
        }
    }

    /**
     * Tells which note would be issued, and keeps nothing.
     *
     * @param reissue whether another invoice would be drafted
     * @throws AlreadyRunningException if another process is invoicing
     * @throws RefusedException if a rule forbids it
     */
    public Outcome tryOut(Corrections.Request request, boolean reopen, boolean reissue) {
        try (var held = lock()) {
            var before = corrections.findSame(request);
            if (before.isPresent()) {
                return new Outcome(before.get(), true);
            }
            if (reissue) {
                requireReissuable(request);
            }
            return new Outcome(issue.tryOut(request, reopen || reissue), false);
        }
    }

    private void requireReissuable(Corrections.Request request) {
        corrections.requireCreditable(request);
        superseded.requireSupersedable(request.number());
        invoicing.requireStartable(sellers.require().id(), redraft(request));
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
            superseded.requireSupersedable(request.number());
        }
        var before = corrections.findSame(request);
        var note = before.orElseGet(() -> issue.issue(request, reopen));
        if (reopen && before.isPresent()) {
            issue.reopen(request);
        }
        publishing.publishWaiting();
        return new Outcome(note, before.isPresent());
    }
}
