package org.billinggroups.audit;

import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.UsageBalance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * What no run by itself can tell: that each issued invoice has the run, group and state that it rests on, that what is
 * posted of it, of its credit notes and of its payments comes to what is open, that no run is hidden, that no credit
 * was taken twice, that each usage file still has the records that it brought, and that each record of a period is
 * billed, left out or waits.
 */
@Service
record Inventory(JdbcClient jdbc, InvoicingRuns runs, UsageBalance usage) {
    private static final String INVOICES = """
            SELECT format('invoice %s: its %s is missing', n.number, x.what) FROM issued_invoice n
            LEFT JOIN invoice i ON i.id = n.invoice_id
            LEFT JOIN invoicing_run r ON r.id = i.run_id
            LEFT JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
            LEFT JOIN invoice_state s ON s.invoice_id = n.invoice_id AND s.state = 'issued'
            CROSS JOIN LATERAL (VALUES (i.id IS NULL, 'content'), (r.id IS NULL, 'run'),
                (f.group_id IS NULL, 'frozen billing group'), (s.invoice_id IS NULL, 'state')) x (missing, what)
            WHERE x.missing ORDER BY n.number, x.what
            """;
    /**
     * The law of receivables: total - prepaid - payments + repayments - (credit notes - prepaid given back), as it is
     * posted and as it is open. What a note that is not finished takes back is not posted yet.
     */
    private static final String RECEIVABLES = """
            WITH document AS (
                SELECT n.invoice_id, o.invoice_id AS owed_on, i.total, i.prepaid, n.invoice_id = o.invoice_id AS own,
                    r.finished_at IS NOT NULL AS finished
                FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                JOIN invoicing_run r ON r.id = i.run_id
                LEFT JOIN correction c ON c.invoice_id = n.invoice_id
                JOIN issued_invoice o ON o.invoice_id = coalesce(c.corrected_id, n.invoice_id)
                WHERE :period::date IS NULL OR o.period = :period
            ), owed AS (
                SELECT owed_on, sum(total) FILTER (WHERE own) AS total, sum(prepaid) FILTER (WHERE own) AS prepaid,
                    coalesce(sum(prepaid - total) FILTER (WHERE NOT own), 0) AS credited
                FROM document GROUP BY owed_on HAVING bool_and(finished)
            ), paid AS (
                SELECT invoice_id AS owed_on, sum(amount) FILTER (WHERE amount > 0) AS came,
                    -sum(amount) FILTER (WHERE amount < 0) AS went
                FROM payment GROUP BY invoice_id
            ), posted AS (
                SELECT d.owed_on, sum(coalesce(p.debit, -p.credit)) AS amount
                FROM document d JOIN posting p ON p.invoice_id = d.invoice_id
                WHERE p.ledger_account = 'accounts_receivable' GROUP BY d.owed_on
            ), settled AS (
                SELECT invoice_id AS owed_on, -sum(amount) AS amount FROM settlement
                WHERE credited_account = 'accounts_receivable' GROUP BY invoice_id
            ), law AS (
                SELECT n.number, o.total, o.prepaid, o.credited, coalesce(m.came, 0) AS came,
                    coalesce(m.went, 0) AS went, b.open,
                    o.total - o.prepaid - coalesce(m.came, 0) + coalesce(m.went, 0) - o.credited AS due,
                    coalesce(p.amount, 0) + coalesce(s.amount, 0) AS posted
                FROM owed o JOIN issued_invoice n ON n.invoice_id = o.owed_on
                JOIN invoice_balance b ON b.invoice_id = o.owed_on
                LEFT JOIN paid m USING (owed_on) LEFT JOIN posted p USING (owed_on)
                LEFT JOIN settled s USING (owed_on)
            )
            SELECT format('invoice %s: total %s - prepaid %s - paid %s + paid back %s - credited %s is %s, but its '
                'receivables are posted as %s, and %s is open', number, total, prepaid, came, went, credited, due,
                posted, open)
            FROM law WHERE due <> posted OR due <> open ORDER BY number
            """;
    private static final String CREDITS = """
            SELECT format('credit %s of %s %s: %s was taken from it', c.id, c.currency, c.amount, sum(u.amount))
            FROM credit c JOIN credit_consumption u ON u.credit_id = c.id JOIN issued_invoice n USING (invoice_id)
            GROUP BY c.id HAVING sum(u.amount) > c.amount OR sum(u.amount) < 0 ORDER BY c.id
            """;
    private static final String USAGE = """
            SELECT format('usage file %s of %s: %s records, but it brought %s', coalesce(f.name, file_id::text),
                to_char(period, 'YYYY-MM'), coalesce(sum(u.records), 0), coalesce(sum(p.record_count), 0))
                || CASE WHEN f.id IS NULL THEN '; the file itself is not known' ELSE '' END
            FROM (SELECT file_id, period, project, count(*) AS records FROM usage_record
                WHERE :period::date IS NULL OR period = :period::date GROUP BY file_id, period, project) u
            FULL JOIN (
                SELECT file_id, period, project, sum(record_count) AS record_count
                FROM usage_file_content
                WHERE :period::date IS NULL OR period = :period::date GROUP BY 1, 2, 3) p
                USING (file_id, period, project)
            LEFT JOIN usage_file f ON f.id = file_id
            GROUP BY file_id, period, f.id, f.name
            HAVING bool_or(u.records IS DISTINCT FROM p.record_count) OR f.id IS NULL ORDER BY period, file_id
            """;

    /** All that is missing or too much; of usage, in one period or in all. */
    List<String> differences(Optional<BillingPeriod> period) {
        List<String> findings = new ArrayList<>(jdbc.sql(INVOICES).query(String.class).list());
        findings.addAll(jdbc.sql(CREDITS).query(String.class).list());
        for (var check : List.of(RECEIVABLES, USAGE)) {
            findings.addAll(jdbc.sql(check).param("period", period.map(BillingPeriod::firstDay).orElse(null))
                    .query(String.class).list());
        }
        usage.of(period).values().stream().filter(balance -> !balance.isEven()).forEach(balance -> findings
                .add(balance.period() + ": " + balance.imported() + " usage records, but " + balance.billed()
                        + " are billed, " + balance.excluded() + " left out and " + balance.waitingRecords()
                        + " wait"));
        runs.issuedButUnfinished().forEach(run -> findings.add(run.period() + " " + run.title()
                + (Files.exists(run.publishedFolder())
                        ? ": is published, but not noted as finished"
                        : ": has given numbers and is not published")
                + "; 'billing run " + run.period() + "' continues it"));
        return findings;
    }
}
