package org.billinggroups.invoice;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.CreditNoteCalculation.CorrectedInvoice;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.run.EventFormat;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.TaxIdentity;
import org.billinggroups.seal.SealedEvents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Takes issued invoices back, in part or whole, by credit notes in a series of their own. Each line is credited once.
 * An invoice that is credited as a whole may be superseded: its group and period are open for another one then.
 */
@Service
public class Corrections {
    private final JdbcClient jdbc;
    private final Invoices invoices;
    private final CreditedInvoices credited;
    private final CreditNoteDrafts drafts;
    private final InvoicingRuns runs;
    private final IssueInvoices issueInvoices;
    private final SealedEvents events;
    private final TaxIdentity taxIdentity;

    Corrections(JdbcClient jdbc, Invoices invoices, CreditedInvoices credited, CreditNoteDrafts drafts,
            InvoicingRuns runs, IssueInvoices issueInvoices, SealedEvents events, TaxIdentity taxIdentity) {
        this.jdbc = jdbc;
        this.invoices = invoices;
        this.credited = credited;
        this.drafts = drafts;
        this.runs = runs;
        this.issueInvoices = issueInvoices;
        this.events = events;
        this.taxIdentity = taxIdentity;
    }

    /**
     * What is to be credited.
     *
     * @param number the invoice
     * @param lines the places of the lines; empty for all that are not credited yet
     * @param issueDate the date that is asked for
     * @param output where its folder appears, or empty for where the invoice's run has its own
     */
    public record Request(String number, Set<Integer> lines, String reason, IssueDates.Wish issueDate,
            Optional<Path> output, String actor) {}

    /** The credit note that has already taken back all that is asked for, for the same reason, if there is one. */
    public Optional<Invoice> findSame(Request request) {
        return jdbc.sql("""
                SELECT n.number FROM correction c JOIN issued_invoice n ON n.invoice_id = c.invoice_id
                JOIN issued_invoice o ON o.invoice_id = c.corrected_id
                WHERE o.number = :number AND c.reason = :reason AND CASE WHEN :all THEN NOT EXISTS (
                        SELECT FROM invoice_line l
                        WHERE l.invoice_id = o.invoice_id AND NOT is_shared_line(l.line_type) AND NOT EXISTS (
                            SELECT FROM corrected_line x WHERE x.corrected_id = o.invoice_id AND x.line = l.line))
                    ELSE (SELECT array_agg(x.line ORDER BY x.line) FROM corrected_line x
                        WHERE x.invoice_id = c.invoice_id) = (
                        SELECT array_agg(w.line ORDER BY w.line) FROM unnest(:lines::integer[]) w (line)
                        LEFT JOIN invoice_line l ON l.invoice_id = o.invoice_id AND l.line = w.line
                        WHERE is_shared_line(l.line_type) IS NOT TRUE) END
                ORDER BY n.journal_entry DESC LIMIT 1
                """).param("number", request.number()).param("reason", request.reason())
                .param("all", request.lines().isEmpty())
                .param("lines", new TreeSet<>(request.lines()).toString().replace('[', '{').replace(']', '}'))
                .query(String.class).optional().flatMap(invoices::findByNumber);
    }

    /**
     * Issues the credit note in the caller's transaction.
     *
     * @return its run; its files are not written yet
     * @throws RefusedException if there is nothing to credit, or a rule forbids it
     */
    public InvoicingRun issue(Request request) {
        var invoice = invoiceToCredit(request.number());
        taxIdentity.requireForCorrection(request.number(), invoice.taxes());
        var corrected = credited.now(invoice);
        var lines = linesToCredit(corrected, request);
        var run = drafts.write(request, invoice, CreditNoteCalculation.of(corrected, lines));
        issueInvoices.issue(run);
        if (lines.size() == corrected.open().size()) {
            jdbc.sql("INSERT INTO invoice_state (invoice_id, state, at) VALUES (?, 'credited', now())")
                    .param(invoice.id()).update();
            events.seal(EventFormat.STATE, invoice.id(), "credited");
        }
        return runs.get(run.id());
    }

    /**
     * Finds out whether there is such an invoice, with anything to credit.
     *
     * @throws RefusedException if not
     */
    public void requireCreditable(Request request) {
        linesToCredit(credited.now(invoiceToCredit(request.number())), request);
    }

    private static Set<Integer> linesToCredit(CorrectedInvoice corrected, Request request) {
        var open = corrected.open();
        if (open.isEmpty()) {
            throw new RefusedException("invoice " + request.number() + " is credited as a whole already: "
                    + "'billing invoice show " + request.number() + "'");
        }
        if (request.lines().isEmpty()) {
            return open;
        }
        var lines = new TreeSet<>(request.lines());
        lines.retainAll(open);
        for (int line : request.lines()) {
            if (!open.contains(line) && !goesWith(corrected, lines, line)) {
                throw new RefusedException(whyNot(corrected, line, request.number()));
            }
        }
        return lines;
    }

    /** Whether the line is shared, and one of those is chosen on which a part of it falls. */
    private static boolean goesWith(CorrectedInvoice corrected, Set<Integer> lines, int line) {
        return lines.stream().flatMap(other -> corrected.shares().on(other).stream())
                .anyMatch(share -> share.of().line().line() == line);
    }

    private static String whyNot(CorrectedInvoice corrected, int line, String number) {
        if (corrected.creditedBefore().contains(line)) {
            return "line " + line + " of " + number + " is credited already";
        }
        return corrected.lines().stream().map(DraftLine::line).filter(other -> other.line() == line).findFirst()
                .map(shared -> "line " + line + " of " + number + " (" + shared.type().code() + ") cannot be credited "
                        + "alone: each of the lines that it lowers takes its part along")
                .orElse("invoice " + number + " has no line " + line);
    }

    private Invoice invoiceToCredit(String number) {
        var invoice = invoices.findByNumber(number)
                .orElseThrow(() -> Invoices.unknown(number));
        if (invoice.isCreditNote()) {
            throw new RefusedException(number + " is a credit note: only invoices can be credited");
        }
        return invoice;
    }
}
