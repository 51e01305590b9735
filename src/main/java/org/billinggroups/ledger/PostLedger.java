package org.billinggroups.ledger;

import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.TaxTerritories;
import org.billinggroups.run.InvoicingRun;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Posts the issued invoices of a run: what the customer owes is debited to {@code accounts_receivable}; the net amounts
 * are credited to revenue by project, kind of line and tax code, the tax to {@code vat_payable}; what was prepaid comes
 * from {@code customer_prepayments}, a liability. A tax code is category and rate, with the country where the tax
 * is another country's than the seller's: {@code S25.5}, {@code AE}, {@code S19-CY}. An amount below zero is posted to
 * the other side, so that a credit note reverses what its invoice posted. Amounts of zero are not posted. Lines of
 * other periods than the invoice's are posted apart, with their period; so is tax that rests on such lines only.
 */
@Service
public class PostLedger {
    private static final String SQL = """
            WITH entry AS (
                SELECT i.id, i.currency, i.total, i.prepaid, n.period, CASE WHEN o.number IS NOT NULL
                        THEN 'credit note ' || n.number || ' for invoice ' || o.number
                    WHEN i.total < 0 THEN 'credit note ' || n.number ELSE 'invoice ' || n.number END AS document,
                    CASE WHEN t.country <> coalesce(:countries::jsonb ->> (r.seller ->> 'country_code'),
                        r.seller ->> 'country_code') THEN '-' || t.country ELSE '' END AS abroad
                FROM invoice i JOIN issued_invoice n ON n.invoice_id = i.id
                JOIN invoicing_run r ON r.id = i.run_id
                JOIN invoice_customer f ON f.invoice_id = i.id
                CROSS JOIN LATERAL (SELECT coalesce(:countries::jsonb ->> (f.fields ->> 'tax_territory'),
                    :countries::jsonb ->> (f.fields ->> 'country_code'), f.fields ->> 'country_code') AS country) t
                LEFT JOIN correction c ON c.invoice_id = i.id
                LEFT JOIN issued_invoice o ON o.invoice_id = c.corrected_id
                JOIN frozen_group g ON g.run_id = i.run_id AND g.group_id = i.group_id
                WHERE i.run_id = :run AND g.bucket = :bucket
                    AND NOT EXISTS (SELECT FROM posting p WHERE p.invoice_id = i.id)
            ), summed AS MATERIALIZED (
                SELECT e.id, l.project, l.line_type, l.tax_category, l.tax_rate, l.period, sum(l.amount) AS amount
                FROM entry e JOIN invoice_line l ON l.invoice_id = e.id
                GROUP BY e.id, l.project, l.line_type, l.tax_category, l.tax_rate, l.period
            ), taxed AS (
                SELECT id, tax_category, tax_rate, CASE WHEN min(period) = max(period) THEN min(period) END AS period
                FROM summed GROUP BY id, tax_category, tax_rate
            ), amount AS (
                SELECT id, currency, 1 AS rank, NULL AS project, 'accounts_receivable' AS ledger_account,
                    NULL AS tax_code, total AS debit, NULL::date AS service_period,
                    upper(left(document, 1)) || substr(document, 2) AS description
                FROM entry
                UNION ALL
                SELECT id, currency, 1, NULL, 'accounts_receivable', NULL, -prepaid, NULL, 'Prepaid for ' || document
                FROM entry
                UNION ALL
                SELECT id, currency, 4, NULL, 'customer_prepayments', NULL, prepaid, NULL, 'Prepaid for ' || document
                FROM entry
                UNION ALL
                SELECT e.id, e.currency, 2, l.project, 'revenue:' || CASE l.line_type
                        WHEN 'usage_charge' THEN 'usage' WHEN 'extra_charge' THEN 'extra_charges'
                        WHEN 'support_charge' THEN 'support' WHEN 'commitment_fee' THEN 'commitment'
                        WHEN 'prior_period' THEN 'prior_period'
                        WHEN 'credit_consumption' THEN 'promotional_credits' WHEN 'rounding' THEN 'rounding' END,
                    l.tax_category || CASE WHEN l.tax_rate = 0 THEN '' ELSE trim_scale(l.tax_rate) || e.abroad END,
                    -l.amount, nullif(l.period, e.period), upper(left(e.document, 1)) || substr(e.document, 2)
                FROM entry e JOIN summed l USING (id)
                UNION ALL
                SELECT e.id, e.currency, 3, NULL, 'vat_payable',
                    t.category || CASE WHEN t.rate = 0 THEN '' ELSE trim_scale(t.rate) || e.abroad END, -t.amount,
                    nullif(x.period, e.period),
                    'VAT of ' || e.document
                FROM entry e JOIN invoice_tax t ON t.invoice_id = e.id
                LEFT JOIN taxed x ON x.id = e.id AND x.tax_category = t.category AND x.tax_rate = t.rate
            )
            INSERT INTO posting (invoice_id, position, project, ledger_account, debit, credit, currency, tax_code,
                service_period, description)
            SELECT id, row_number() OVER (PARTITION BY id
                    ORDER BY rank, ledger_account COLLATE "C", project COLLATE "C" NULLS FIRST, tax_code COLLATE "C",
                    service_period NULLS FIRST, debit DESC),
                project, ledger_account, CASE WHEN debit > 0 THEN debit END, CASE WHEN debit < 0 THEN -debit END,
                currency, tax_code, service_period, description
            FROM amount WHERE debit <> 0
            """;

    /** The countries whose tax is due in territories. */
    private static final String TAX_COUNTRIES = FrozenJson.write(TaxTerritories.taxCountries());

    private final JdbcClient jdbc;

    PostLedger(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Posts what of a bucket is not posted yet, in the caller's transaction. */
    public void post(InvoicingRun run, int bucket) {
        jdbc.sql(SQL).param("run", run.id()).param("bucket", bucket).param("countries", TAX_COUNTRIES).update();
    }
}
