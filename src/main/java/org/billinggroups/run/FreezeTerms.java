package org.billinggroups.run;

import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Lists the commitments over a term that a run looks at: the present ones of its groups, and those that ended. */
@Service
record FreezeTerms(JdbcClient jdbc) {
    /** Lists them in the caller's transaction, after the groups. */
    void freeze(long runId, BillingPeriod period) {
        jdbc.sql("""
                INSERT INTO frozen_commitment_term (run_id, group_id, first_period, last_period, agreed_last_period,
                    currency, amount, settled_by_run_id)
                SELECT DISTINCT ON (t.group_id, t.first_period) :run, t.group_id, t.first_period, t.last_period,
                    t.agreed_last_period, t.currency, t.amount, (
                        SELECT i.run_id FROM standing_invoice n JOIN invoice i ON i.id = n.invoice_id
                        WHERE n.group_id = t.group_id AND n.period = t.last_period ORDER BY n.journal_entry LIMIT 1)
                FROM (
                    SELECT g.run_id, g.group_id, to_date(c ->> 'from', 'YYYY-MM') AS first_period,
                        to_date(c ->> 'until', 'YYYY-MM') AS last_period,
                        to_date(coalesce(c ->> 'agreed_until', c ->> 'until'), 'YYYY-MM') AS agreed_last_period,
                        split_part(c ->> 'amount', ' ', 1) AS currency,
                        split_part(c ->> 'amount', ' ', 2)::numeric AS amount
                    FROM frozen_group g CROSS JOIN LATERAL (SELECT g.fields -> 'commitment' AS c) x
                    WHERE g.run_id = :run AND c ->> 'settled' = 'at-end' AND c ->> 'amount' ~ '[1-9]'
                    UNION ALL
                    SELECT t.run_id, t.group_id, t.first_period, t.last_period, t.agreed_last_period, t.currency,
                        t.amount
                    FROM frozen_commitment_term t
                    JOIN frozen_group g ON g.run_id = :run AND g.group_id = t.group_id
                    JOIN invoicing_run r ON r.id = t.run_id AND r.kind = 'invoicing' AND r.number IS NOT NULL
                    WHERE t.last_period < :period) t
                WHERE t.first_period <= :period
                ORDER BY t.group_id, t.first_period, t.run_id DESC
                """).param("run", runId).param("period", period.firstDay()).update();
    }
}
