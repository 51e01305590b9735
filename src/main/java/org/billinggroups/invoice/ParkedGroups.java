package org.billinggroups.invoice;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.ParkedGroup;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The groups that wait for something to be mended. */
@Repository
public class ParkedGroups {
    private final JdbcClient jdbc;
    private final WithdrawnDrafts drafts;

    ParkedGroups(JdbcClient jdbc, WithdrawnDrafts drafts) {
        this.jdbc = jdbc;
        this.drafts = drafts;
    }

    /** The groups that a run parked, with every reason. */
    public List<ParkedGroup> ofRun(long runId) {
        return jdbc.sql("""
                SELECT p.group_id, f.name, p.reason, p.detail
                FROM parked_group p JOIN frozen_group f USING (run_id, group_id)
                WHERE p.run_id = ? ORDER BY f.name COLLATE "C", p.group_id, p.position
                """).param(runId)
                .query((rs, row) -> new ParkedGroup(rs.getObject("group_id", UUID.class), rs.getString("name"),
                        rs.getString("reason"), rs.getString("detail")))
                .list();
    }

    /** The groups that the latest run of the period parked and that have no invoice for it yet. */
    public List<ParkedGroup> of(BillingPeriod period) {
        Optional<Long> latest = jdbc.sql("""
                SELECT max(id) FROM invoicing_run WHERE period = ? AND discarded_at IS NULL AND kind = 'invoicing'
                """).param(period.firstDay()).query(Long.class).optional();
        return latest.map(this::ofRun).orElse(List.of());
    }

    /** Forgets which groups a run parked, in the caller's transaction. */
    void forget(long runId) {
        jdbc.sql("DELETE FROM parked_group WHERE run_id = ?").param(runId).update();
    }

    /** Takes all drafts of a group back and parks it instead; a group is parked once. */
    public void parkDraft(long runId, UUID groupId, ParkedGroup.Reason reason, List<String> details) {
        drafts.ofGroup(runId, groupId);
        for (int i = 0; i < details.size(); i++) {
            jdbc.sql("INSERT INTO parked_group (run_id, group_id, position, reason, detail) VALUES (?, ?, ?, ?, ?)")
                    .params(runId, groupId, i + 1, reason.code(), details.get(i)).update();
        }
    }
}
