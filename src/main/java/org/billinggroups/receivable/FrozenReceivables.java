package org.billinggroups.receivable;

import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What was owed on the issue dates of runs, as it was known when they gave their numbers. */
@Repository
public class FrozenReceivables {
    private static final String MOST_OVERDUE = "10";

    private final JdbcClient jdbc;

    FrozenReceivables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Keeps what is owed on the issue date of a run, its own invoices with it, in the transaction that gives their
     * numbers: all of each currency, then the groups that owe most of what is overdue.
     */
    public void freeze(long runId) {
        jdbc.sql("""
                WITH aged AS (
                    SELECT a.*, a.days_1_30 + a.days_31_60 + a.days_61_90 + a.over_90 AS overdue FROM (%s) a
                ), kept AS (
                    SELECT NULL::uuid AS group_id, NULL AS group_name, NULL AS account_id, currency,
                        sum(not_due) AS not_due, sum(days_1_30) AS days_1_30, sum(days_31_60) AS days_31_60,
                        sum(days_61_90) AS days_61_90, sum(over_90) AS over_90, sum(overdue) AS overdue
                    FROM aged GROUP BY currency
                    UNION ALL
                    SELECT group_id, group_name, account_id, currency, not_due, days_1_30, days_31_60, days_61_90,
                        over_90, overdue
                    FROM (SELECT a.*, row_number() OVER (PARTITION BY currency ORDER BY overdue DESC, group_id) AS place
                        FROM aged a) ranked
                    WHERE place <= %s AND overdue > 0
                )
                INSERT INTO frozen_receivable (run_id, position, group_id, group_name, account_id, currency, not_due,
                    days_1_30, days_31_60, days_61_90, over_90)
                SELECT :run, row_number() OVER (ORDER BY group_id IS NOT NULL, currency COLLATE "C", overdue DESC,
                        group_id),
                    group_id, group_name, account_id, currency, not_due, days_1_30, days_31_60, days_61_90, over_90
                FROM kept
                """.formatted(OpenItems.AGED.replace(":on", "(SELECT issue_date FROM invoicing_run WHERE id = :run)"),
                MOST_OVERDUE)).param("run", runId).param("byGroup", true).update();
    }

    /** All of each currency; none for runs of versions before 1.1. */
    public List<AgedBalance> totals(long runId) {
        return of(runId, "group_id IS NULL");
    }

    /** The groups that owed most of what was overdue, of each currency. */
    public List<AgedBalance> mostOverdue(long runId) {
        return of(runId, "group_id IS NOT NULL");
    }

    private List<AgedBalance> of(long runId, String which) {
        return jdbc.sql("SELECT * FROM frozen_receivable WHERE run_id = ? AND " + which + " ORDER BY position")
                .param(runId).query(OpenItems::balance).list();
    }
}
