package org.billinggroups.job;

import java.time.Clock;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** What Spring Batch has noted of jobs that ended: steps with counts and times. Nothing else rests on it. */
@Repository
public class JobHistory {
    /** An execution whose work is done, or will never be gone on with. */
    private static final String ENDED = """
            SELECT e.job_execution_id FROM batch_job_execution e
            JOIN batch_job_instance i ON i.job_instance_id = e.job_instance_id
            WHERE coalesce(e.last_updated, e.create_time) < :before AND (
                i.job_name = 'estimatePeriod' OR EXISTS (
                    SELECT FROM batch_job_execution x
                    WHERE x.job_instance_id = e.job_instance_id AND x.status = 'COMPLETED')
                OR i.job_name = 'invoicePeriod' AND EXISTS (
                    SELECT FROM batch_job_execution_params p
                    JOIN batch_job_execution_params a ON a.job_execution_id = p.job_execution_id
                        AND a.parameter_name = 'attempt'
                    JOIN invoicing_run r ON to_char(r.period, 'YYYY-MM') = p.parameter_value
                        AND r.attempt::text = a.parameter_value
                    WHERE p.job_execution_id = e.job_execution_id AND p.parameter_name = 'period'
                        AND (r.finished_at IS NOT NULL OR r.discarded_at IS NOT NULL)))
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;

    JobHistory(JdbcClient jdbc, TransactionOperations transaction, Clock clock) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * Forgets what is older. What may still be resumed is kept.
     *
     * @return how many executions were forgotten
     */
    public int purge(Duration age) {
        // Batch writes the time of the process's own zone.
        var before = LocalDateTime.ofInstant(clock.instant(), ZoneId.systemDefault()).minus(age);
        return transaction.execute(status -> {
            var ids = jdbc.sql(ENDED).param("before", before).query(Long.class).list();
            if (ids.isEmpty()) {
                return 0;
            }
            var instances = jdbc.sql("SELECT DISTINCT job_instance_id FROM batch_job_execution "
                    + "WHERE job_execution_id = ANY (:ids)").param("ids", ids.toArray(Long[]::new))
                    .query(Long.class).list();
            for (var table : List.of("batch_step_execution_context", "batch_step_execution",
                    "batch_job_execution_context", "batch_job_execution_params", "batch_job_execution")) {
                var of = table.equals("batch_step_execution_context")
                        ? "step_execution_id IN (SELECT step_execution_id FROM batch_step_execution "
                                + "WHERE job_execution_id = ANY (:ids))"
                        : "job_execution_id = ANY (:ids)";
                jdbc.sql("DELETE FROM " + table + " WHERE " + of).param("ids", ids.toArray(Long[]::new)).update();
            }
            jdbc.sql("DELETE FROM batch_job_instance i WHERE i.job_instance_id = ANY (:instances) AND NOT EXISTS ("
                    + "SELECT FROM batch_job_execution e WHERE e.job_instance_id = i.job_instance_id)")
                    .param("instances", instances.toArray(Long[]::new)).update();
            return ids.size();
        });
    }
}
