package org.billinggroups.invoice;

import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import javax.sql.DataSource;
import org.billinggroups.invoice.CreditNoteCalculation.CorrectedInvoice;
import org.billinggroups.invoice.DraftInvoice.DraftLine;
import org.billinggroups.period.RefusedException;
import org.billinggroups.run.EventFormat;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.TaxIdentity;
import org.billinggroups.seal.SealedEvents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;

/**
 * Takes issued invoices back, in part or whole, by credit notes in a series of their own. Each line is credited once. An
 * invoice that is credited as a whole may be superseded: its group and period are open for another one then.
 */
@Service
public class Corrections {
    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final Invoices invoices;
    private final CreditedInvoices credited;
    private final InvoicingRuns runs;
    private final IssueInvoices issueInvoices;
    private final IssueDates issueDates;
    private final RunSeals seals;
    private final SealedEvents events;
    private final TaxIdentity taxIdentity;
    private final Clock clock;

    Corrections(DataSource dataSource, JdbcClient jdbc, Invoices invoices, CreditedInvoices credited,
            InvoicingRuns runs, IssueInvoices issueInvoices, IssueDates issueDates, RunSeals seals,
            SealedEvents events, TaxIdentity taxIdentity, Clock clock) {
        this.events = events;
        this.issueDates = issueDates;
        this.seals = seals;
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.invoices = invoices;
        this.credited = credited;
        this.runs = runs;
        this.issueInvoices = issueInvoices;
        this.taxIdentity = taxIdentity;
        this.clock = clock;
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
        taxIdentity.requireForCorrection(invoice.number(), invoice.taxes());
        var corrected = credited.now(invoice);
        var lines = linesToCredit(corrected, request);
        var draft = CreditNoteCalculation.of(corrected, lines);
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
        requireSupersedable(request.number());
    }

    private static Set<Integer> linesToCredit(CorrectedInvoice corrected, Request request) {
        var open = corrected.open();
        if (open.isEmpty()) {
            throw new RefusedException("invoice " + request.number() + " is credited as a whole already");
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
                .orElseThrow(() -> new RefusedException("there is no invoice with the number '" + number + "'"));
        if (invoice.isCreditNote()) {
            throw new RefusedException(number + " is a credit note: only invoices can be credited");
        }
        return invoice;
    }

    /** A run of its own, with the billing details that the invoice has and the seller as it is now. */
    private InvoicingRun openRun(Request request, Invoice invoice) {
        var issueDate = issueDates.ofCreditNote(invoice.seller().id(), invoice, request.issueDate());
        return runs.openCorrection(invoice.id(), issueDate, request.output().orElse(null), clock.instant());
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

    /**
     * Opens the group and period of a credited invoice for another one, in the caller's transaction; a second time it
     * changes nothing. Of several invoices of the group and period, all are replaced.
     *
     * @throws RefusedException if it is not credited as a whole, or something else rests on it
     */
    public void supersede(String number, String actor) {
        requireSupersedable(number);
        var invoice = invoices.findByNumber(number).orElseThrow();
        if (invoice.state() != InvoiceState.CREDITED) {
            throw new RefusedException(
                    "invoice " + number + " is not credited as a whole: only then can it be replaced");
        }
        jdbc.sql("""
                INSERT INTO superseded_invoice (invoice_id, journal_entry, created_by)
                SELECT n.invoice_id, (SELECT max(journal_entry) FROM issued_invoice x WHERE x.seller_id = n.seller_id), ?
                FROM issued_invoice one
                JOIN issued_invoice n ON (n.group_id, n.period, n.revision) = (one.group_id, one.period, one.revision)
                WHERE one.invoice_id = ? ON CONFLICT DO NOTHING RETURNING invoice_id
                """).params(actor, invoice.id()).query(Long.class).list()
                .forEach(replaced -> events.seal(EventFormat.SUPERSEDED, replaced));
    }

    /**
     * Finds out whether the invoice can be replaced once it is credited, or is replaced already.
     *
     * @throws RefusedException if not
     */
    public void requireSupersedable(String number) {
        if (isSuperseded(number)) {
            return;
        }
        jdbc.sql("""
                SELECT min(x.number) FROM issued_invoice n
                JOIN standing_invoice x ON x.group_id = n.group_id AND x.period > n.period
                JOIN invoice_line l ON l.invoice_id = x.invoice_id AND l.line_type = 'prior_period' AND l.period = n.period
                WHERE n.number = ?
                """).param(number).query(String.class).optional().ifPresent(later -> {
            throw new RefusedException("invoice " + later + " has billed late usage of the period of " + number
                    + ": first 'billing invoice credit-note " + later + " --reissue --reason ...', or credit " + number
                    + " without --reissue and --reopen");
        });
        jdbc.sql("""
                SELECT n.number FROM issued_invoice one
                JOIN issued_invoice n ON (n.group_id, n.period, n.revision) = (one.group_id, one.period, one.revision)
                WHERE one.number = ? AND n.invoice_id <> one.invoice_id AND NOT EXISTS (
                    SELECT FROM invoice_state s WHERE s.invoice_id = n.invoice_id AND s.state = 'credited')
                ORDER BY n.number LIMIT 1
                """).param(number).query(String.class).optional().ifPresent(other -> {
            throw new RefusedException("invoice " + other + " was issued for the same group and period as " + number
                    + ", and both would be replaced: credit " + other + " first");
        });
        runs.open().stream().findFirst().ifPresent(open -> {
            throw new RefusedException("the run of " + open.period()
                    + " is unfinished and may rest on the invoice: run it to its end first with 'billing run "
                    + open.period() + "', or give its drafts up and run it afresh with --discard-drafts");
        });
    }

    private boolean isSuperseded(String number) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM superseded_invoice s JOIN issued_invoice n ON n.invoice_id = s.invoice_id
                    WHERE n.number = ?)
                """).param(number).query(Boolean.class).single();
    }
}
