package org.billinggroups.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
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
        String host;
        try {
            host = InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            host = "unknown";
        }
        var process = "/" + ProcessHandle.current().pid();
        return PREFIX + host.substring(0, Math.min(host.length(), LONGEST - PREFIX.length() - process.length()))
                + process;
    }

    /** Machine and process of each. */
    public List<String> names() {
        return jdbc.sql("""
                SELECT DISTINCT substr(application_name, length(:prefix) + 1) FROM pg_stat_activity
                WHERE datname = current_database() AND starts_with(application_name, :prefix) ORDER BY 1
                """).param("prefix", PREFIX).query(String.class).list();
    }

    /**
     * Ends the sessions of those workers that have taken requests, which is what frees their parts when they hang.
     *
     * @return who they were
     */
    List<String> endSessionsOfBusy() {
        return jdbc.sql("""
                WITH busy AS (
                    SELECT DISTINCT a.application_name AS name FROM pg_stat_activity a JOIN pg_locks l USING (pid)
                    WHERE starts_with(a.application_name, :prefix)
                        AND l.relation = 'worker_channel_message'::regclass AND l.mode = 'RowExclusiveLock'),
                ended AS (
                    SELECT a.application_name AS name, pg_terminate_backend(a.pid) FROM pg_stat_activity a
                    JOIN busy ON busy.name = a.application_name)
                SELECT DISTINCT substr(name, length(:prefix) + 1) FROM ended ORDER BY 1
                """).param("prefix", PREFIX).query(String.class).list();
    }
}
