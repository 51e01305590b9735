package org.billinggroups.job;

import java.time.OffsetDateTime;
import java.util.List;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The workers that are there: each names its database sessions by its machine and process. */
@Repository
public class Workers {
    private static final String PREFIX = "billing worker ";
    private static final int LONGEST = 63;

    private final JdbcClient jdbc;

    Workers(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** What the sessions of a worker in this process are called. */
    public static String ownName() {
        return PREFIX + ThisProcess.name(LONGEST - PREFIX.length());
    }

    /** Machine and process of each. */
    public List<String> names() {
        return jdbc.sql("""
                SELECT DISTINCT substr(application_name, length(:prefix) + 1) FROM pg_stat_activity
                WHERE datname = current_database() AND starts_with(application_name, :prefix) ORDER BY 1
                """).param("prefix", PREFIX).query(String.class).list();
    }

    /**
     * A part of a step of the run that is at it now.
     *
     * @param state {@code waiting}, {@code running} or {@code done}
     * @param worker who works on it, or null where the run does that itself, or nobody
     * @param since when the worker began
     */
    public record Part(String step, String state, @Nullable String worker, @Nullable OffsetDateTime since) {}

    /**
     * The parts of those steps of a period's run that have not ended; a session of a worker holds the lock of each part
     * that it works on, and the request of a part that nobody works on is in the queue.
     */
    public List<Part> parts(BillingPeriod period) {
        return jdbc.sql("""
                SELECT s.step_name AS step, CASE WHEN s.status = 'COMPLETED' THEN 'done'
                        WHEN a.pid IS NULL AND (s.status = 'STARTING' OR EXISTS (SELECT FROM worker_channel_message))
                            THEN 'waiting' ELSE 'running' END AS state,
                    substr(a.application_name, length(:prefix) + 1) AS worker, a.backend_start AS since
                FROM batch_job_execution j
                JOIN batch_job_execution_params p ON p.job_execution_id = j.job_execution_id
                    AND p.parameter_name = 'period' AND p.parameter_value = :period
                JOIN batch_step_execution whole ON whole.job_execution_id = j.job_execution_id
                    AND whole.end_time IS NULL
                JOIN batch_step_execution s ON s.job_execution_id = j.job_execution_id
                    AND starts_with(s.step_name, whole.step_name || 'Bucket:')
                LEFT JOIN pg_locks l ON l.locktype = 'advisory' AND l.granted AND l.classid = :scope
                    AND l.objid = %s
                LEFT JOIN pg_stat_activity a ON a.pid = l.pid AND starts_with(a.application_name, :prefix)
                WHERE j.end_time IS NULL ORDER BY s.step_execution_id
                """.formatted(SessionLock.objectId("s.step_execution_id::text"))).param("prefix", PREFIX)
                .param("scope", LockScope.PARTITION.number())
                .param("period", period.toString()).query(Part.class).list();
    }

    /**
     * Ends the sessions of those workers that hold parts, which frees them when the workers hang.
     *
     * @return who they were
     */
    List<String> endSessionsOfBusy() {
        return jdbc.sql("""
                WITH busy AS (
                    SELECT DISTINCT a.application_name AS name FROM pg_stat_activity a JOIN pg_locks l USING (pid)
                    WHERE starts_with(a.application_name, :prefix)
                        AND l.locktype = 'advisory' AND l.granted AND l.classid = :scope),
                ended AS (
                    SELECT a.application_name AS name, pg_terminate_backend(a.pid) FROM pg_stat_activity a
                    JOIN busy ON busy.name = a.application_name)
                SELECT DISTINCT substr(name, length(:prefix) + 1) FROM ended ORDER BY 1
                """).param("prefix", PREFIX).param("scope", LockScope.PARTITION.number()).query(String.class).list();
    }
}
