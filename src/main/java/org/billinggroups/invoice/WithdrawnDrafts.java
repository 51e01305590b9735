package org.billinggroups.invoice;

import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Takes drafts back, in the caller's transaction. What was issued stays: the database lets nobody delete it. */
@Repository
public class WithdrawnDrafts {
    private final JdbcClient jdbc;

    WithdrawnDrafts(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Those of a run, and the groups that it parked stay parked. */
    public void ofRun(long runId) {
        delete("SELECT id FROM invoice WHERE run_id = ?", runId);
    }

    /** Those of one of a run's buckets, with the groups of it that are parked. */
    public void ofBucket(long runId, int bucket) {
        delete("""
                SELECT i.id FROM invoice i JOIN frozen_group f USING (run_id, group_id) WHERE i.run_id = ?
                    AND f.bucket = ?
                """, runId, bucket);
        jdbc.sql("""
                DELETE FROM parked_group p USING frozen_group f
                WHERE p.run_id = ? AND f.run_id = p.run_id AND f.group_id = p.group_id AND f.bucket = ?
                """).params(runId, bucket).update();
    }

    /** Those of a group. */
    void ofGroup(long runId, UUID groupId) {
        delete("SELECT id FROM invoice WHERE run_id = ? AND group_id = ?", runId, groupId);
    }

    private void delete(String drafts, Object... parameters) {
        jdbc.sql("DELETE FROM invoice_tax WHERE invoice_id IN (" + drafts + ")").params(parameters).update();
        jdbc.sql("DELETE FROM invoice_line WHERE invoice_id IN (" + drafts + ")").params(parameters).update();
        jdbc.sql("DELETE FROM invoice WHERE id IN (" + drafts + ")").params(parameters).update();
    }
}
