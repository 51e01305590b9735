-- A provider's tax is not billed, so it is never late: what was left out and may be late are unknown projects alone.
CREATE OR REPLACE VIEW late_usage AS
    WITH candidate AS (
        SELECT DISTINCT n.group_id, n.period, i.run_id AS base_run_id, u.file_id, u.project AS project_id, u.record_count,
            CASE WHEN r.membership_rule <> 'period-end' AND m.valid_from > n.period::timestamp AT TIME ZONE 'UTC'
                THEN m.valid_from ELSE '-infinity' END AS valid_from,
            CASE WHEN r.membership_rule <> 'period-end'
                    AND m.valid_to < (n.period + interval '1 month') AT TIME ZONE 'UTC'
                THEN m.valid_to ELSE 'infinity' END AS valid_to
        FROM standing_invoice n
        JOIN invoice i ON i.id = n.invoice_id
        JOIN invoicing_run r ON r.id = i.run_id
        JOIN usage_file_project u ON u.period = n.period
        JOIN membership m ON m.project_id = u.project AND m.group_id = n.group_id
            AND m.valid_from < (n.period + interval '1 month') AT TIME ZONE 'UTC'
            AND CASE r.membership_rule
                WHEN 'period-end' THEN m.valid_to >= (n.period + interval '1 month') AT TIME ZONE 'UTC'
                ELSE m.valid_to > n.period::timestamp AT TIME ZONE 'UTC' END
        WHERE (NOT EXISTS (
                    SELECT FROM frozen_usage_file f
                    WHERE f.run_id = i.run_id AND f.period = u.period AND f.file_id = u.file_id)
                OR EXISTS (
                    SELECT FROM excluded_usage x
                    WHERE x.run_id = i.run_id AND x.project = u.project AND x.reason = 'unknown project'))
            AND NOT EXISTS (
                SELECT FROM billed_usage b
                WHERE b.group_id = n.group_id AND b.period = u.period AND b.file_id = u.file_id
                    AND b.project_id = u.project)
    )
    SELECT group_id, period, base_run_id, file_id, project_id, record_count FROM candidate
    WHERE valid_from = '-infinity' AND valid_to = 'infinity'
    UNION ALL
    SELECT x.group_id, p.period, x.base_run_id, x.file_id, x.project_id, x.record_count
    FROM (SELECT DISTINCT period FROM candidate WHERE valid_from > '-infinity' OR valid_to < 'infinity') p
    CROSS JOIN LATERAL (
        SELECT c.group_id, c.base_run_id, c.file_id, c.project_id, count(*) AS record_count
        FROM candidate c
        JOIN usage_record u ON u.period = p.period AND u.file_id = c.file_id AND u.project = c.project_id
            AND u.category <> 'provider_tax'
            AND u.started_at >= c.valid_from AND u.started_at < c.valid_to
        WHERE c.period = p.period AND (c.valid_from > '-infinity' OR c.valid_to < 'infinity')
        GROUP BY 1, 2, 3, 4) x;
