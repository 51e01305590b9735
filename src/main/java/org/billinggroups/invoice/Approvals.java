package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.EventFormat;
import org.billinggroups.run.FourEyes;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.seal.SealedEvents;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Which drafts of a run may be issued, and which are held back. */
@Repository
public class Approvals {
    private final JdbcClient jdbc;
    private final ParkedGroups parked;
    private final TransactionOperations transaction;
    private final SealedEvents seals;
    private final FourEyes fourEyes;
    private final Clock clock;

    Approvals(JdbcClient jdbc, ParkedGroups parked, TransactionOperations transaction, SealedEvents seals,
            FourEyes fourEyes, Clock clock) {
        this.fourEyes = fourEyes;
        this.transaction = transaction;
        this.seals = seals;
        this.jdbc = jdbc;
        this.parked = parked;
        this.clock = clock;
    }

    /** What was decided of a draft. */
    public enum Decision {
        /** It is issued when the run continues. */
        APPROVED,
        /** It is taken back, and its group parked, when the run continues. */
        HELD;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Whether the run needs approval. */
    public boolean isRequired(long runId) {
        return jdbc.sql("SELECT approval_required FROM invoicing_run WHERE id = ?").param(runId).query(Boolean.class)
                .single();
    }

    /** The groups of a run that needs approval whose drafts nobody has decided on. */
    public List<UUID> undecided(long runId) {
        return jdbc.sql("SELECT group_id FROM undecided_draft WHERE run_id = ? ORDER BY group_id").param(runId)
                .query(UUID.class).list();
    }

    /**
     * Decides on drafts of groups, all or none; the last decision counts. While numbers are given it waits, and comes
     * too late.
     *
     * @throws RefusedException if the run does not wait for approval, a group has no draft in it, or a second pair of
     *         eyes is wanted and this login had a part in it
     */
    public void decide(InvoicingRun run, Map<UUID, Decision> decisions, String actor) {
        if (decisions.containsValue(Decision.APPROVED)) {
            fourEyes.requireNoPart(run);
        }
        transaction.executeWithoutResult(status -> {
            List<Long> written = new ArrayList<>();
            decisions.forEach((group, decision) -> written.add(decide(run, group, decision, actor)));
            written.forEach(id -> seals.seal(EventFormat.APPROVAL, id));
        });
    }

    private long decide(InvoicingRun run, UUID groupId, Decision decision, String actor) {
        return jdbc.sql("""
                WITH waiting AS (
                    SELECT id FROM invoicing_run
                    WHERE id = :run AND approval_required AND number IS NULL
                        AND finished_at IS NULL AND discarded_at IS NULL
                    FOR NO KEY UPDATE)
                INSERT INTO approval (run_id, group_id, decision, at, actor)
                SELECT DISTINCT i.run_id, i.group_id, :decision, :now, :actor
                FROM waiting JOIN invoice i ON i.run_id = waiting.id
                WHERE i.group_id = :group
                RETURNING id
                """).param("run", run.id()).param("group", groupId).param("decision", decision.code())
                .param("now", clock.instant().atOffset(ZoneOffset.UTC)).param("actor", actor).query(Long.class)
                .optional().orElseThrow(() -> new RefusedException("billing group " + groupId
                        + " has no draft of " + run.period() + " that waits for approval"));
    }

    /**
     * Takes the drafts of held groups back and parks these, in the caller's transaction, which issues the others: until
     * it ends, nobody else decides. What is issued already stays.
     */
    public void parkHeld(InvoicingRun run) {
        record Held(UUID groupId, String actor) {}
        jdbc.sql("SELECT id FROM invoicing_run WHERE id = ? FOR NO KEY UPDATE").param(run.id()).query(Long.class)
                .single();
        jdbc.sql("""
                SELECT group_id, actor FROM (
                    SELECT DISTINCT ON (group_id) * FROM approval WHERE run_id = :run ORDER BY group_id, id DESC) a
                WHERE decision = 'held' AND EXISTS (
                        SELECT FROM invoice i WHERE i.run_id = :run AND i.group_id = a.group_id)
                    AND EXISTS (SELECT FROM invoicing_run r WHERE r.id = :run AND r.number IS NULL)
                ORDER BY group_id
                """).param("run", run.id()).query((rs, row) -> new Held(rs.getObject(1, UUID.class), rs.getString(2)))
                .list()
                .forEach(held -> parked.parkDraft(run.id(), held.groupId(), ParkedGroup.Reason.HELD,
                        List.of("held by " + held.actor())));
    }

    /**
     * Parks groups whose drafts pass the bounds, in the caller's transaction; a bound of zero is off.
     *
     * @param growthPercent how much more than for the previous period is suspicious
     * @param above which net total is suspicious, in the invoice's currency
     */
    public void parkSuspicious(InvoicingRun run, BigDecimal growthPercent, BigDecimal above) {
        Map<UUID, List<String>> suspicious = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT i.group_id, 'the net total is ' || i.currency || ' ' || i.net_total || coalesce(', after '
                    || p.net_total || ' for the previous period', '') AS detail
                FROM (SELECT group_id, currency, sum(net_total) AS net_total FROM invoice WHERE run_id = :run
                    GROUP BY group_id, currency) i
                LEFT JOIN LATERAL (
                    SELECT sum(x.net_total) AS net_total FROM standing_invoice n JOIN invoice x ON x.id = n.invoice_id
                    WHERE n.group_id = i.group_id AND n.currency = i.currency
                        AND n.period = (:period::date - interval '1 month')::date) p ON true
                WHERE :above > 0 AND i.net_total > :above
                    OR :growth > 0 AND p.net_total > 0 AND i.net_total > p.net_total * (1 + :growth / 100)
                ORDER BY i.group_id, i.currency COLLATE "C"
                """).param("run", run.id()).param("period", run.period().firstDay()).param("growth", growthPercent)
                .param("above", above)
                .query(rs -> {
                    suspicious.computeIfAbsent(rs.getObject(1, UUID.class), group -> new ArrayList<>())
                            .add(rs.getString(2));
                });
        suspicious.forEach((group, details) -> parked.parkDraft(run.id(), group,
                ParkedGroup.Reason.SUSPICIOUS_CHANGE, details));
    }
}
