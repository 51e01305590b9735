package org.billinggroups.invoicing;

import java.time.LocalDate;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Gives the drafts of a run their numbers, in the order of their groups' ids: gapless per seller, series and year, with
 * dates that never go back. One short transaction; after it, the invoices never change.
 */
@Service
public class IssueInvoices {
    private final JdbcClient jdbc;
    private final FrozenInputs frozen;

    IssueInvoices(JdbcClient jdbc, FrozenInputs frozen) {
        this.jdbc = jdbc;
        this.frozen = frozen;
    }

    /**
     * Issues in the caller's transaction. Called again, it finds nothing left to do.
     *
     * @return the number of invoices issued
     * @throws RefusedException if an invoice of the series has a later date
     */
    public int issue(InvoicingRun run) {
        var series = frozen.seller(run.id()).invoiceSeries();
        int year = run.issueDate().getYear();
        int last = lockSeries(run, series, year);
        int issued = insert(run, series, year, last);
        if (issued > 0) {
            jdbc.sql("""
                    UPDATE number_series SET last_number = last_number + ?, last_issue_date = ?
                    WHERE seller_id = ? AND series = ? AND year = ?
                    """).params(issued, run.issueDate(), run.sellerId(), series, year).update();
            jdbc.sql("""
                    INSERT INTO invoice_state (invoice_id, state, at)
                    SELECT i.id, 'issued', now() FROM invoice i WHERE i.run_id = ?
                    """).param(run.id()).update();
            jdbc.sql("""
                    UPDATE invoicing_run SET number = (
                        SELECT coalesce(max(number), 0) + 1 FROM invoicing_run WHERE seller_id = ? AND period = ?)
                    WHERE id = ?
                    """).params(run.sellerId(), run.period().firstDay(), run.id()).update();
        }
        return issued;
    }

    private int lockSeries(InvoicingRun run, String series, int year) {
        jdbc.sql("""
                INSERT INTO number_series (seller_id, series, year, last_number, last_issue_date) VALUES (?, ?, ?, 0, ?)
                ON CONFLICT DO NOTHING
                """).params(run.sellerId(), series, year, run.issueDate()).update();
        record Last(int number, LocalDate date) {}
        var last = jdbc.sql("""
                SELECT last_number, last_issue_date FROM number_series
                WHERE seller_id = ? AND series = ? AND year = ? FOR UPDATE
                """).params(run.sellerId(), series, year)
                .query((rs, row) -> new Last(rs.getInt(1), rs.getObject(2, LocalDate.class))).single();
        var latest = jdbc.sql(
                "SELECT max(last_issue_date) FROM number_series WHERE seller_id = ? AND series = ? AND last_number > 0")
                .params(run.sellerId(), series).query(LocalDate.class).optional();
        if (latest.isPresent() && run.issueDate().isBefore(latest.get())) {
            throw new RefusedException("issue date " + run.issueDate() + " is before " + latest.get()
                    + ", the date of the last invoice of series " + series
                    + "; discard the drafts (--discard-drafts) and run again with a later --issue-date");
        }
        return last.number();
    }

    private int insert(InvoicingRun run, String series, int year, int last) {
        var format = InvoiceNumberFormat.of(series, year);
        return jdbc
                .sql("""
                        INSERT INTO issued_invoice (invoice_id, seller_id, series, year, sequence, number, group_id, period, currency,
                            issue_date, due_date, journal_entry)
                        SELECT n.id, :seller, :series, :year, n.sequence,
                            :prefix || lpad(n.sequence::text, greatest(:digits, length(n.sequence::text)), '0') || :suffix,
                            n.group_id, :period, n.currency, :issueDate::date,
                            :issueDate::date + (f.fields ->> 'payment_terms_days')::integer,
                            (SELECT coalesce(max(journal_entry), 0) FROM issued_invoice WHERE seller_id = :seller) + n.position
                        FROM (
                            SELECT id, run_id, group_id, currency, row_number() OVER (ORDER BY group_id, currency) AS position,
                                :last + row_number() OVER (ORDER BY group_id, currency) AS sequence
                            FROM invoice WHERE run_id = :run AND NOT EXISTS (SELECT FROM issued_invoice x WHERE x.invoice_id = id)
                        ) n
                        JOIN frozen_group f ON f.run_id = n.run_id AND f.group_id = n.group_id
                        """)
                .param("seller", run.sellerId()).param("series", series).param("year", year).param("run", run.id())
                .param("prefix", format.prefix()).param("digits", format.digits()).param("suffix", format.suffix())
                .param("period", run.period().firstDay()).param("issueDate", run.issueDate()).param("last", last)
                .update();
    }
}
