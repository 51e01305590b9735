package org.billinggroups.job;

import java.time.Duration;
import java.time.LocalDateTime;
import java.util.List;
import org.billinggroups.job.StatusReport.StepStatus;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The steps of a run, as Spring Batch has noted them. */
@Component
record RunSteps(JdbcClient jdbc) {
    /** The last execution of each step; partitions are counted in the step they belong to. */
    List<StepStatus> of(BillingPeriod period, int attempt) {
        return jdbc.sql("""
                SELECT s.step_name, s.status, s.start_time, s.end_time, (
                    SELECT coalesce(sum(p.write_count) FILTER (WHERE p.step_name <> s.step_name), sum(p.write_count), 0)
                    FROM batch_step_execution p
                    WHERE p.job_execution_id = ANY (e.ids)
                        AND (p.step_name = s.step_name OR starts_with(p.step_name, s.step_name || 'Bucket:'))) AS done
                FROM (
                    SELECT array_agg(x.job_execution_id) AS ids FROM batch_job_execution x
                    JOIN batch_job_execution_params p ON p.job_execution_id = x.job_execution_id
                        AND p.parameter_name = 'period' AND p.parameter_value = ?
                    JOIN batch_job_execution_params a ON a.job_execution_id = x.job_execution_id
                        AND a.parameter_name = 'attempt' AND a.parameter_value = ?) e
                CROSS JOIN LATERAL (
                    SELECT DISTINCT ON (step_name) * FROM batch_step_execution
                    WHERE job_execution_id = ANY (e.ids) AND step_name NOT LIKE '%Bucket:%'
                    ORDER BY step_name, step_execution_id DESC) s
                ORDER BY s.step_execution_id
                """).params(period.toString(), Integer.toString(attempt))
                .query((rs, row) -> new StepStatus(rs.getString("step_name"), rs.getString("status"),
                        rs.getLong("done"),
                        millis(rs.getObject("start_time", LocalDateTime.class),
                                rs.getObject("end_time", LocalDateTime.class))))
                .list();
    }

    private static long millis(@Nullable LocalDateTime start, @Nullable LocalDateTime end) {
        return start == null || end == null ? 0 : Duration.between(start, end).toMillis();
    }
}
