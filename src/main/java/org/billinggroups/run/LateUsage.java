package org.billinggroups.run;

import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Usage that arrived after its group's invoice of the period was issued. It is not marked anywhere: the view
 * {@code late_usage} derives it from what runs have frozen. The group's next invoice bills it.
 */
@Service
public class LateUsage {
    /** What an unfinished run has taken on is not given to another, since both would bill it. */
    private static final String WAITS = """
            l.period < :period AND NOT EXISTS (
                SELECT FROM standing_invoice n WHERE n.group_id = l.group_id AND n.period >= :period)
            AND NOT EXISTS (
                SELECT FROM frozen_prior_period x JOIN invoicing_run r ON r.id = x.run_id
                WHERE x.group_id = l.group_id AND x.period = l.period AND r.kind = 'invoicing'
                    AND r.finished_at IS NULL AND r.discarded_at IS NULL)
            """;
    /** The groups with late usage of periods before {@code :period} that the invoice of {@code :period} is to bill. */
    public static final String GROUPS = "SELECT l.group_id FROM late_usage l WHERE " + WAITS;

    private final JdbcClient jdbc;

    LateUsage(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Freezes, for the groups of a run, the earlier periods with late usage: all files of those periods and who was in
     * which group, so that the period can be priced again as a whole.
     */
    void freeze(long runId, BillingPeriod period) {
        int prior = jdbc.sql("""
                INSERT INTO frozen_prior_period (run_id, group_id, period, base_run_id, earlier_runs)
                SELECT DISTINCT g.run_id, l.group_id, l.period, l.base_run_id, ARRAY(
                    SELECT DISTINCT unnest(p.earlier_runs || p.run_id) FROM frozen_prior_period p
                    JOIN invoice i ON i.run_id = p.run_id AND i.group_id = p.group_id
                    JOIN standing_invoice n ON n.invoice_id = i.id
                    WHERE p.group_id = l.group_id AND p.period = l.period AND p.base_run_id = l.base_run_id
                    ORDER BY 1)
                FROM late_usage l JOIN frozen_group g ON g.run_id = :run AND g.group_id = l.group_id
                WHERE\s""" + WAITS).param("run", runId).param("period", period.firstDay()).update();
        if (prior > 0) {
            freezeFilesAndMemberships(runId);
        }
    }

    private void freezeFilesAndMemberships(long runId) {
        jdbc.sql("""
                INSERT INTO frozen_usage_file (run_id, period, file_id, digest)
                SELECT DISTINCT p.run_id, p.period, u.file_id, d.digest
                FROM (SELECT DISTINCT run_id, period FROM frozen_prior_period WHERE run_id = :run) p
                JOIN usage_file_project u ON u.period = p.period
                LEFT JOIN usage_file_digest d ON d.period = u.period AND d.file_id = u.file_id
                """).param("run", runId).update();
        jdbc.sql("""
                INSERT INTO frozen_membership (run_id, period, project_id, group_id, valid_from, valid_to, tags,
                    project_name)
                SELECT DISTINCT p.run_id, p.period, m.project_id, m.group_id,
                    CASE WHEN r.membership_rule = 'period-end' OR m.valid_from <= p.period::timestamp AT TIME ZONE 'UTC'
                        THEN '-infinity' ELSE m.valid_from END,
                    CASE WHEN r.membership_rule = 'period-end'
                            OR m.valid_to >= (p.period + interval '1 month') AT TIME ZONE 'UTC'
                        THEN 'infinity' ELSE m.valid_to END, (
                    SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(j.tags)
                    WHERE key LIKE 'billing:%'), j.name
                FROM frozen_prior_period p
                JOIN invoicing_run r ON r.id = p.base_run_id
                JOIN membership m ON m.group_id = p.group_id AND
                """ + FreezeInputs.membershipCondition("r.membership_rule <> 'period-end'", "p.period") + """
                JOIN project j ON j.id = m.project_id
                WHERE p.run_id = :run
                    AND EXISTS (SELECT FROM usage_file_project u WHERE u.period = p.period AND u.project = m.project_id)
                """).param("run", runId).update();
    }
}
