package org.billinggroups.invoice;

import org.billinggroups.file.RefusedException;
import org.billinggroups.run.EventFormat;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.seal.SealedEvents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Opens the group and period of invoices that were credited as a whole for other ones in their place.
 */
@Service
public class SupersededInvoices {
    private final JdbcClient jdbc;
    private final Invoices invoices;
    private final InvoicingRuns runs;
    private final SealedEvents events;

    SupersededInvoices(JdbcClient jdbc, Invoices invoices, InvoicingRuns runs, SealedEvents events) {
        this.jdbc = jdbc;
        this.invoices = invoices;
        this.runs = runs;
        this.events = events;
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
                    "invoice " + number + " is not credited as a whole: only then can it be replaced, by "
                            + "'billing invoice credit-note " + number + " --reopen --reason ...'");
        }
        jdbc.sql("""
                INSERT INTO superseded_invoice (invoice_id, journal_entry, created_by)
                SELECT n.invoice_id, (SELECT max(journal_entry) FROM issued_invoice x WHERE x.seller_id = n.seller_id),
                    ?
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
                JOIN invoice_line l ON l.invoice_id = x.invoice_id AND l.line_type = 'prior_period'
                    AND l.period = n.period
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
                    + ", and both would be replaced: first 'billing invoice credit-note " + other + " --reason ...'");
        });
        runs.open().stream().findFirst().ifPresent(open -> {
            throw new RefusedException("the run of " + open.period()
                    + " is unfinished and may rest on the invoice: run it to its end first with 'billing run "
                    + open.period() + "', or give its drafts up with 'billing run " + open.period()
                    + " --discard-drafts'");
        });
    }

    private boolean isSuperseded(String number) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM superseded_invoice s JOIN issued_invoice n ON n.invoice_id = s.invoice_id
                    WHERE n.number = ?)
                """).param(number).query(Boolean.class).single();
    }
}
