package org.billinggroups.proof;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What an invoice follows from beside its own run: the runs that invoiced the periods of its late usage, those that
 * billed late usage of them before, those that settled commitments, and what was billed so far.
 *
 * @param groupId the billing group
 */
record ProofScope(JdbcClient jdbc, InvoicingRun run, UUID groupId) {
    /** An invoice that was issued before. */
    record Before(long runId, String number) {}

    /** The runs whose frozen inputs are needed, its own among them, in the order in which they began. */
    List<Long> inputs() {
        return jdbc.sql("""
                SELECT :run UNION
                SELECT base_run_id FROM frozen_prior_period WHERE run_id = :run AND group_id = :group UNION
                SELECT unnest(earlier_runs) FROM frozen_prior_period WHERE run_id = :run AND group_id = :group UNION
                SELECT settled_by_run_id FROM frozen_commitment_term
                WHERE run_id = :run AND group_id = :group AND settled_by_run_id IS NOT NULL
                ORDER BY 1
                """).param("run", run.id()).param("group", groupId).query(Long.class).list();
    }

    /** The earlier periods of which late usage is billed. */
    List<BillingPeriod> latePeriods() {
        return jdbc.sql("SELECT period FROM frozen_prior_period WHERE run_id = ? AND group_id = ? ORDER BY period")
                .params(run.id(), groupId).query(LocalDate.class).list().stream().map(BillingPeriod::startingOn)
                .toList();
    }

    /** What the group's invoices have billed that stood when the run began to give numbers, as far as it matters. */
    List<Before> before() {
        return jdbc.sql("""
                WITH first AS (
                    SELECT min(n.journal_entry) AS entry FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                    WHERE i.run_id = :run
                ), since AS (
                    SELECT min(period) AS period FROM (
                        SELECT period FROM frozen_prior_period WHERE run_id = :run AND group_id = :group
                        UNION SELECT first_period FROM frozen_commitment_term
                        WHERE run_id = :run AND group_id = :group) p
                )
                SELECT i.run_id, n.number FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                LEFT JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
                WHERE n.revision IS NOT NULL AND n.group_id = :group AND n.period >= (SELECT period FROM since)
                    AND n.journal_entry < (SELECT entry FROM first)
                    AND (s.journal_entry < (SELECT entry FROM first)) IS NOT TRUE
                ORDER BY n.journal_entry
                """).param("run", run.id()).param("group", groupId).query(Before.class).list();
    }

    /** How many usage records of a period are billed by the run and before it. */
    long billedRecords(BillingPeriod period, List<Before> before) {
        return jdbc.sql("""
                SELECT coalesce(sum(l.record_count), 0) FROM invoice_line l JOIN invoice i ON i.id = l.invoice_id
                LEFT JOIN issued_invoice n ON n.invoice_id = i.id
                WHERE i.group_id = :group AND l.period = :period
                    AND (i.run_id = :run OR n.number = ANY (:before))
                """).param("group", groupId).param("period", period.firstDay()).param("run", run.id())
                .param("before", before.stream().map(Before::number).toArray(String[]::new)).query(Long.class)
                .single();
    }

    /** The currencies of the credits that the run may take from. */
    Map<String, String> credits() {
        Map<String, String> currencies = new TreeMap<>();
        jdbc.sql("""
                SELECT c.credit_id, own.currency FROM frozen_credit c JOIN credit own ON own.id = c.credit_id
                WHERE c.run_id = ? AND c.group_id = ?
                """).params(run.id(), groupId).query(rs -> {
            currencies.put(rs.getString(1), rs.getString(2));
        });
        return currencies;
    }
}
