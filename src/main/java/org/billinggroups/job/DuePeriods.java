package org.billinggroups.job;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.TreeSet;
import org.billinggroups.invoicing.LateUsage;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRuns;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds the periods in which something waits to be invoiced. */
@Repository
class DuePeriods {
    private static final String GROUPS_WITH_USAGE = """
            SELECT FROM usage_file_project u
            LEFT JOIN membership m ON m.project_id = u.project AND m.valid_from < :end AND m.valid_to > :start
            WHERE u.period = :period
                AND NOT EXISTS (SELECT FROM standing_invoice i WHERE i.group_id = m.group_id AND i.period = :period)
                AND NOT EXISTS (
                    SELECT FROM excluded_usage x JOIN frozen_usage_file f ON f.run_id = x.run_id AND f.file_id = u.file_id
                    JOIN invoicing_run r ON r.id = x.run_id AND r.finished_at IS NOT NULL
                    WHERE x.project = u.project AND r.period = :period AND m.group_id IS NULL)
            """;
    private static final String GROUPS_WITH_CHARGES = """
            SELECT FROM billing_group g
            CROSS JOIN LATERAL (
                SELECT c ->> 'from' AS first, c ->> 'until' AS last FROM jsonb_array_elements(g.extra_charges) c
                UNION ALL SELECT g.commitment ->> 'from', g.commitment ->> 'until' WHERE g.commitment IS NOT NULL) t
            WHERE (g.deleted_at IS NULL OR g.deleted_at >= :end)
                AND (t.first IS NULL OR t.first <= :name) AND (t.last IS NULL OR t.last >= :name)
                AND NOT EXISTS (SELECT FROM standing_invoice i WHERE i.group_id = g.id AND i.period = :period)
            """;

    private final JdbcClient jdbc;
    private final InvoicingRuns runs;

    DuePeriods(JdbcClient jdbc, InvoicingRuns runs) {
        this.jdbc = jdbc;
        this.runs = runs;
    }

    /** Whether the period has anything that may be invoiced and is not yet: usage, charges, commitments, late usage. */
    boolean isDue(BillingPeriod period) {
        return jdbc.sql("SELECT EXISTS (" + GROUPS_WITH_USAGE + ") OR EXISTS (" + GROUPS_WITH_CHARGES + ") OR EXISTS ("
                + LateUsage.GROUPS + ")")
                .param("period", period.firstDay()).param("name", period.toString())
                .param("start", java.sql.Timestamp.from(period.start()))
                .param("end", java.sql.Timestamp.from(period.end()))
                .query(Boolean.class).single();
    }

    /** The ended periods with an unfinished run or something due, oldest first. */
    List<BillingPeriod> ended(Instant now) {
        var periods = new TreeSet<BillingPeriod>();
        runs.open().forEach(run -> periods.add(run.period()));
        var first = jdbc
                .sql("""
                        SELECT min(period) FROM (
                            SELECT min(period) AS period FROM usage_file_project
                            UNION ALL
                            SELECT min(to_date(c ->> 'from', 'YYYY-MM')) FROM billing_group g, jsonb_array_elements(g.extra_charges) c) p
                        """)
                .query(LocalDate.class).optional();
        if (first.isPresent()) {
            for (var period = BillingPeriod.startingOn(first.get()); period.hasEndedAt(now); period = period.next()) {
                if (isDue(period)) {
                    periods.add(period);
                }
            }
        }
        return List.copyOf(periods);
    }
}
