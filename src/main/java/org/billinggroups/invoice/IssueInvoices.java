package org.billinggroups.invoice;

import java.time.LocalDate;
import org.billinggroups.account.CreditorReference;
import org.billinggroups.account.Seller;
import org.billinggroups.account.Sellers;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Gives the drafts of a run their numbers, in the order of their groups' ids: gapless per seller, series and year, from
 * 1 or the number on that the seller declares, with dates that never go back: drafts that waited take the last date of
 * their series, if that is later, and their due dates move along. One short transaction; after it, the invoices never
 * change.
 */
@Service
public class IssueInvoices {
    private static final String NOT_ISSUED = "NOT EXISTS (SELECT FROM issued_invoice x WHERE x.invoice_id = id)";

    private final JdbcClient jdbc;
    private final FrozenInputs frozen;
    private final SealedNumbers numbers;
    private final InvoicingRuns runs;
    private final Sellers sellers;

    IssueInvoices(JdbcClient jdbc, FrozenInputs frozen, SealedNumbers numbers, InvoicingRuns runs,
            Sellers sellers) {
        this.sellers = sellers;
        this.runs = runs;
        this.numbers = numbers;
        this.jdbc = jdbc;
        this.frozen = frozen;
    }

    /**
     * Issues in the caller's transaction. Called again, it finds nothing left to do.
     *
     * @return the number of invoices issued
     * @throws RefusedException if the series have lost numbers, so that some would be given twice
     */
    public int issue(InvoicingRun asked) {
        numbers.requireNoneLost();
        var seller = frozen.seller(asked.id());
        var run = dated(asked, seller);
        boolean isCorrection = run.kind() == InvoicingRun.Kind.CORRECTION;
        int issued = isCorrection ? 0 : issue(run, seller.invoiceSeries(), "total >= 0", true);
        issued += issue(run, seller.creditNoteSeries(), isCorrection ? "true" : "total < 0", false);
        if (issued > 0) {
            jdbc.sql("""
                    INSERT INTO invoice_state (invoice_id, state, at)
                    SELECT i.id, 'issued', now() FROM invoice i WHERE i.run_id = ?
                    """).param(run.id()).update();
            nameFolder(run);
            numbers.seal(run);
        }
        return issued;
    }

    /** The run with its own date, or with the last one of the series that its drafts belong to, if that is later. */
    private InvoicingRun dated(InvoicingRun run, Seller seller) {
        return jdbc.sql("""
                SELECT max(s.last_issue_date) FROM number_series s
                WHERE s.seller_id = :seller AND s.last_number >= s.first_number AND s.series IN (
                    SELECT CASE WHEN total < 0 OR :kind = 'correction' THEN :notes ELSE :invoices END
                    FROM invoice WHERE run_id = :run AND %s)
                """.formatted(NOT_ISSUED)).param("seller", run.sellerId()).param("kind", run.kind().code())
                .param("invoices", seller.invoiceSeries()).param("notes", seller.creditNoteSeries())
                .param("run", run.id()).query(LocalDate.class).optional()
                .filter(last -> last.isAfter(run.issueDate())).map(last -> runs.issueLater(run, last))
                .orElse(run);
    }

    private int issue(InvoicingRun run, String series, String which, boolean isOfInvoices) {
        var drafts = "FROM invoice WHERE run_id = :run AND " + which + " AND " + NOT_ISSUED;
        long count = jdbc.sql("SELECT count(*) " + drafts).param("run", run.id()).query(Long.class).single();
        if (count == 0) {
            return 0;
        }
        int year = run.issueDate().getYear();
        int last = lockSeries(run, series, year);
        if (isOfInvoices) {
            CreditorReference.requireRoom(series, InvoiceNumberFormat.of(series, year).number(last + count));
        }
        int issued = insert(run, series, year, last, drafts);
        jdbc.sql("""
                UPDATE number_series SET last_number = last_number + ?, last_issue_date = ?
                WHERE seller_id = ? AND series = ? AND year = ?
                """).params(issued, run.issueDate(), run.sellerId(), series, year).update();
        return issued;
    }

    private int lockSeries(InvoicingRun run, String series, int year) {
        // Until the numbers are given, nobody declares another first one.
        sellers.holdStill();
        int first = sellers.require().firstNumber(series, year);
        jdbc.sql("""
                INSERT INTO number_series (seller_id, series, year, first_number, last_number, last_issue_date)
                VALUES (?, ?, ?, ?, ?, ?)
                ON CONFLICT DO NOTHING
                """).params(run.sellerId(), series, year, first, first - 1, run.issueDate()).update();
        return jdbc
                .sql("SELECT last_number FROM number_series WHERE seller_id = ? AND series = ? AND year = ? FOR UPDATE")
                .params(run.sellerId(), series, year).query(Integer.class).single();
    }

    private int insert(InvoicingRun run, String series, int year, int last, String drafts) {
        try {
            return insertRows(run, series, year, last, drafts);
        } catch (DuplicateKeyException e) {
            if (String.valueOf(e.getMessage()).contains("issued_payment_reference_unique")) {
                throw new RefusedException("no numbers are given: a number of the series '" + series
                        + "' would have the payment reference of an earlier invoice, since only letters and digits "
                        + "count for it; give the seller another invoice_series with 'billing apply FILE', and start "
                        + "afresh with 'billing run " + run.period() + " --discard-drafts'");
            }
            throw e;
        }
    }

    private int insertRows(InvoicingRun run, String series, int year, int last, String drafts) {
        var format = InvoiceNumberFormat.of(series, year);
        return jdbc
                .sql("""
                        INSERT INTO issued_invoice (invoice_id, seller_id, series, year, sequence, number, group_id,
                            period, currency, issue_date,
                            due_date, journal_entry, revision, customer_run_id, payment_reference)
                        SELECT n.id, :seller, :series, :year, n.sequence, x.number, n.group_id, :period,
                            n.currency, :issueDate::date,
                            :issueDate::date + CASE WHEN n.total < 0 OR :kind <> 'invoicing' THEN 0
                                ELSE (f.fields ->> 'payment_terms_days')::integer END,
                            (SELECT coalesce(max(journal_entry), 0) FROM issued_invoice
                                WHERE seller_id = :seller) + n.position,
                            CASE :kind WHEN 'invoicing' THEN (
                                SELECT count(DISTINCT x.revision) FROM issued_invoice x
                                JOIN superseded_invoice s ON s.invoice_id = x.invoice_id
                                WHERE x.group_id = n.group_id AND x.period = :period) END, n.customer_run_id,
                            CASE WHEN :kind = 'invoicing' AND n.total >= 0 THEN creditor_reference(x.number) END
                        FROM (
                            SELECT id, run_id, group_id, currency, customer_run_id, total,
                                row_number() OVER in_order AS position,
                                :last + row_number() OVER in_order AS sequence
                            %s
                            WINDOW in_order AS (ORDER BY group_id, currency, id)
                        ) n
                        JOIN frozen_group f ON f.run_id = n.run_id AND f.group_id = n.group_id
                        CROSS JOIN LATERAL (SELECT :prefix || lpad(n.sequence::text,
                            greatest(:digits, length(n.sequence::text)), '0') || :suffix AS number) x
                        """.formatted(drafts))
                .param("seller", run.sellerId()).param("series", series).param("year", year).param("run", run.id())
                .param("prefix", format.prefix()).param("digits", format.digits()).param("suffix", format.suffix())
                .param("period", run.period().firstDay()).param("issueDate", run.issueDate()).param("last", last)
                .param("kind", run.kind().code()).update();
    }

    private void nameFolder(InvoicingRun run) {
        if (run.kind() == InvoicingRun.Kind.CORRECTION) {
            runs.nameFolder(run, jdbc.sql("""
                    SELECT n.number FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id WHERE i.run_id = ?
                    """).param(run.id()).query(String.class).single());
        } else {
            runs.number(run);
        }
    }
}
