package org.billinggroups.report;

import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import org.billinggroups.run.InvoicingRun;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * The figures of a run's report. All of them follow from what is frozen, issued and posted up to the run, so that they
 * are the same whenever they are asked for.
 */
@Repository
class ReportFigures {
    static final int PERIODS = 6;

    private static final int FETCH_SIZE = 1000;
    /** The last entry of the run in the seller's journal: what was issued later is not looked at. */
    private static final String LAST = """
            (SELECT max(n.journal_entry) FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                WHERE i.run_id = :run)
            """;

    /** The invoices that stood then, so that one that was replaced does not count beside the one in its place. */
    private static final String STANDING = """
            SELECT n.* FROM issued_invoice n LEFT JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
            WHERE n.revision IS NOT NULL AND (s.journal_entry < %s) IS NOT TRUE
            """.formatted(LAST);

    private final JdbcClient jdbc;
    private final NamedParameterJdbcTemplate streaming;

    ReportFigures(JdbcClient jdbc, JdbcTemplate template) {
        this.jdbc = jdbc;
        var own = new JdbcTemplate(Objects.requireNonNull(template.getDataSource()));
        own.setFetchSize(FETCH_SIZE);
        this.streaming = new NamedParameterJdbcTemplate(own);
    }

    /** Sums of the invoices in a currency, and the net total of the groups' invoices of the period before. */
    record Total(String currency, long invoices, BigDecimal net, BigDecimal tax, BigDecimal total,
            @Nullable BigDecimal before) {}

    /** A net amount by something. */
    record Amount(String name, String period, BigDecimal amount) {}

    /** A group's net total now and on its invoice of the period before. */
    record Change(String group, String currency, BigDecimal before, BigDecimal now) {}

    /** Something that waits for somebody, and why. */
    record Waiting(String what, String why, long records) {}

    /** An invoice with its documents. */
    record Entry(String number, String group, String currency, BigDecimal net, BigDecimal total, long lines,
            String path) {}

    List<Total> totals(InvoicingRun run) {
        return jdbc.sql("""
                SELECT i.currency, count(*) AS invoices, sum(i.net_total) AS net, sum(i.tax_total) AS tax,
                    sum(i.total) AS total, (SELECT sum(p.net_total) FROM invoice p
                        JOIN (%s) n ON n.invoice_id = p.id
                        WHERE n.seller_id = :seller AND n.period = :before
                            AND n.currency = i.currency AND n.journal_entry < %s) AS before
                FROM invoice i WHERE i.run_id = :run GROUP BY i.currency ORDER BY count(*) DESC, i.currency COLLATE "C"
                """.formatted(STANDING, LAST)).param("run", run.id()).param("seller", run.sellerId())
                .param("before", run.period().previous().firstDay()).query(Total.class).list();
    }

    /** Net amounts in a currency by service and period, of the last periods, oldest first. */
    Map<String, Map<String, BigDecimal>> byService(InvoicingRun run, String currency) {
        var first = run.period();
        for (int i = 1; i < PERIODS; i++) {
            first = first.previous();
        }
        Map<String, Map<String, BigDecimal>> periods = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT coalesce(l.service, 'Other charges') AS name, to_char(n.period, 'YYYY-MM') AS period,
                    sum(l.amount) AS amount
                FROM (%s) n JOIN invoice_line l ON l.invoice_id = n.invoice_id
                WHERE n.seller_id = :seller AND n.currency = :currency AND n.period BETWEEN :first AND :period
                    AND n.journal_entry <= %s
                GROUP BY 1, 2 ORDER BY 2, coalesce(l.service, 'Other charges') COLLATE "C"
                """.formatted(STANDING, LAST)).param("run", run.id()).param("seller", run.sellerId())
                .param("currency", currency)
                .param("first", first.firstDay()).param("period", run.period().firstDay()).query(Amount.class).list()
                .forEach(amount -> periods.computeIfAbsent(amount.period(), period -> new LinkedHashMap<>())
                        .put(amount.name(), amount.amount()));
        return periods;
    }

    /** The projects of the run with the highest net amounts in a currency. */
    List<Amount> topProjects(InvoicingRun run, String currency) {
        return jdbc.sql("""
                SELECT coalesce(l.project, 'Charges of whole groups') AS name, :period AS period,
                    sum(l.amount) AS amount
                FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
                WHERE i.run_id = :run AND i.currency = :currency
                GROUP BY 1 ORDER BY 3 DESC, coalesce(l.project, 'Charges of whole groups') COLLATE "C" LIMIT 10
                """).param("run", run.id()).param("currency", currency).param("period", run.period().toString())
                .query(Amount.class).list();
    }

    /** The groups whose net totals changed most since the period before. */
    List<Change> changes(InvoicingRun run) {
        return jdbc.sql("""
                SELECT f.name AS "group", i.currency, coalesce(p.net_total, 0) AS before, i.net_total AS now
                FROM (SELECT x.run_id, x.group_id, x.currency, sum(x.net_total) AS net_total,
                        min(n.journal_entry) AS journal_entry
                    FROM invoice x JOIN issued_invoice n ON n.invoice_id = x.id WHERE x.run_id = :run
                    GROUP BY x.run_id, x.group_id, x.currency) i
                JOIN frozen_group f USING (run_id, group_id)
                LEFT JOIN LATERAL (
                    SELECT sum(x.net_total) AS net_total FROM (%s) o JOIN invoice x ON x.id = o.invoice_id
                    WHERE o.group_id = i.group_id AND o.currency = i.currency AND o.period = :before
                        AND o.journal_entry < i.journal_entry) p ON true
                WHERE i.net_total <> coalesce(p.net_total, 0)
                ORDER BY abs(i.net_total - coalesce(p.net_total, 0)) DESC, i.journal_entry LIMIT 10
                """.formatted(STANDING)).param("run", run.id()).param("before", run.period().previous().firstDay())
                .query(Change.class)
                .list();
    }

    List<Waiting> parked(InvoicingRun run) {
        return jdbc.sql("""
                SELECT f.name AS what, p.reason || ': ' || p.detail AS why, 0 AS records
                FROM parked_group p JOIN frozen_group f USING (run_id, group_id)
                WHERE p.run_id = ? ORDER BY f.name COLLATE "C", p.group_id, p.position
                """).param(run.id()).query(Waiting.class).list();
    }

    /** Usage of earlier periods that the run billed, usage that it left out, and rows that its files had in vain. */
    List<Waiting> usage(InvoicingRun run) {
        return jdbc.sql("""
                SELECT * FROM (
                    SELECT 'late usage of ' || to_char(l.period, 'YYYY-MM') AS what, 'billed with this run' AS why,
                        sum(l.record_count)::bigint AS records
                    FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
                    WHERE i.run_id = :run AND l.line_type = 'prior_period' GROUP BY l.period
                    UNION ALL
                    SELECT 'usage of project ' || project, reason, record_count FROM excluded_usage WHERE run_id = :run
                    UNION ALL
                    SELECT 'rejected rows of ' || u.name, 'kept out of the import', u.rejected_rows
                    FROM usage_file u WHERE u.rejected_rows > 0 AND EXISTS (
                        SELECT FROM frozen_usage_file f WHERE f.run_id = :run AND f.file_id = u.id)) x
                ORDER BY what COLLATE "C", why
                """).param("run", run.id()).query(Waiting.class).list();
    }

    /** What has to be equal: what it is, and the two sums. */
    List<String[]> reconciliation(InvoicingRun run) {
        return jdbc.sql("""
                WITH sums AS (
                    SELECT i.currency, sum(i.net_total) AS net, sum(i.tax_total) AS tax, sum(i.prepaid) AS prepaid,
                        sum(i.amount_due) AS due,
                        sum((SELECT sum(amount) FROM invoice_line l WHERE l.invoice_id = i.id)) AS lines
                    FROM invoice i WHERE i.run_id = :run GROUP BY i.currency
                ), posted AS (
                    SELECT p.currency, sum(p.debit) AS debit, sum(p.credit) AS credit,
                        coalesce(-sum(d) FILTER (WHERE ledger_account LIKE 'revenue:%'), 0) AS revenue,
                        coalesce(-sum(d) FILTER (WHERE ledger_account = 'vat_payable'), 0) AS tax,
                        coalesce(sum(d) FILTER (WHERE ledger_account = 'accounts_receivable'), 0) AS receivable
                    FROM posting p JOIN invoice i ON i.id = p.invoice_id
                    CROSS JOIN LATERAL (SELECT coalesce(p.debit, 0) - coalesce(p.credit, 0) AS d) x
                    WHERE i.run_id = :run GROUP BY p.currency
                )
                SELECT s.currency, v.what, v.a::text, v.b::text FROM sums s LEFT JOIN posted p USING (currency)
                CROSS JOIN LATERAL (VALUES
                    (1, 'lines = net totals', s.lines, s.net),
                    (2, 'net totals = revenue posted', s.net, coalesce(p.revenue, 0)),
                    (3, 'tax totals = VAT posted', s.tax, coalesce(p.tax, 0)),
                    (4, 'amounts due = receivables posted', s.due, coalesce(p.receivable, 0)),
                    (5, 'debits = credits', coalesce(p.debit, 0), coalesce(p.credit, 0))) v (n, what, a, b)
                ORDER BY s.currency COLLATE "C", v.n
                """).param("run", run.id()).query((rs, row) -> new String[]{ rs.getString(1), rs.getString(2),
                rs.getString(3), rs.getString(4) }).list();
    }

    /** Every invoice of the run, the largest first, one by one. */
    void invoices(InvoicingRun run, Consumer<Entry> each) {
        streaming.query("""
                SELECT n.number, f.name, i.currency, i.net_total, i.total, i.line_count
                FROM invoice i JOIN frozen_group f USING (run_id, group_id)
                JOIN issued_invoice n ON n.invoice_id = i.id
                WHERE i.run_id = :run ORDER BY i.currency COLLATE "C", i.total DESC, n.journal_entry
                """, Map.of("run", run.id()), rs -> {
            each.accept(new Entry(rs.getString(1), rs.getString(2), rs.getString(3), rs.getBigDecimal(4),
                    rs.getBigDecimal(5), rs.getLong(6), "invoices/" + rs.getString(1)));
        });
    }

    /** The name of the seller as it was frozen. */
    String seller(InvoicingRun run) {
        return jdbc.sql("SELECT seller ->> 'name' FROM invoicing_run WHERE id = ?").param(run.id()).query(String.class)
                .single();
    }
}
