package org.billinggroups.job;

import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.FreezeInputs;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.LateUsage;
import org.billinggroups.run.MembershipRule;
import org.billinggroups.usage.UsageDeliveries;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Finds the periods in which something waits to be invoiced. */
@Repository
public record DuePeriods(JdbcClient jdbc, InvoicingRuns runs, InvoicingSettings settings, UsageDeliveries deliveries,
        UsageSettings usageSettings, Clock clock) {
    /**
     * What a finished run of the period has looked at without a result, since nothing of it fell to the group: another
     * run would end the same. Parked groups are tried again, and those whose invoice was taken back.
     */
    private static final String WITHOUT_RESULT = """
            SELECT FROM invoicing_run r JOIN frozen_membership k ON k.run_id = r.id
            WHERE r.period = :period AND r.kind = 'invoicing' AND r.finished_at IS NOT NULL
                AND NOT EXISTS (SELECT FROM parked_group p WHERE p.run_id = r.id AND p.group_id = k.group_id)
                AND NOT EXISTS (SELECT FROM invoice i WHERE i.run_id = r.id AND i.group_id = k.group_id)
                AND EXISTS (
                    SELECT FROM frozen_usage_file f
                    WHERE f.run_id = k.run_id AND f.period = k.period AND f.file_id = u.file_id)
                AND k.period = u.period
            """;
    private static final String GROUPS_WITH_USAGE = """
            SELECT FROM usage_file_project u
            LEFT JOIN membership m ON m.project_id = u.project AND %s
            WHERE u.period = :period
                AND NOT EXISTS (SELECT FROM standing_invoice i WHERE i.group_id = m.group_id AND i.period = :period)
                AND NOT EXISTS (
                    %s AND k.project_id = u.project AND k.group_id = m.group_id
                        AND k.valid_from <= greatest(m.valid_from, :start) AND k.valid_to >= least(m.valid_to, :end))
                AND NOT EXISTS (
                    SELECT FROM excluded_usage x JOIN frozen_usage_file f ON f.run_id = x.run_id
                        AND f.file_id = u.file_id
                    JOIN invoicing_run r ON r.id = x.run_id AND r.finished_at IS NOT NULL
                    WHERE x.project = u.project AND r.period = :period AND m.group_id IS NULL)
            """;
    private static final String GROUPS_WITH_CHARGES = """
            SELECT FROM billing_group g
            CROSS JOIN LATERAL (
                SELECT c ->> 'from' AS first, c ->> 'until' AS last FROM jsonb_array_elements(g.extra_charges) c
                WHERE NOT :skipZero OR c ->> 'amount' ~ '[1-9]'
                UNION ALL SELECT g.commitment ->> 'from', g.commitment ->> 'until'
                    WHERE g.commitment ->> 'amount' ~ '[1-9]' AND g.commitment ->> 'settled' IS DISTINCT FROM 'at-end'
                UNION ALL SELECT g.commitment ->> 'until', g.commitment ->> 'until'
                    WHERE g.commitment ->> 'amount' ~ '[1-9]' AND g.commitment ->> 'settled' = 'at-end' AND NOT EXISTS (
                        SELECT FROM frozen_commitment_term s JOIN invoicing_run r ON r.id = s.run_id
                            AND r.period = :period AND r.kind = 'invoicing' AND r.finished_at IS NOT NULL
                        WHERE s.group_id = g.id AND s.last_period = :period AND NOT EXISTS (
                            SELECT FROM parked_group p WHERE p.run_id = r.id AND p.group_id = g.id))) t
            WHERE (g.deleted_at IS NULL OR g.deleted_at >= :end)
                AND (t.first IS NULL OR t.first <= :name) AND (t.last IS NULL OR t.last >= :name)
                AND NOT EXISTS (SELECT FROM standing_invoice i WHERE i.group_id = g.id AND i.period = :period)
            """;

    /** Whether the period has anything that may be invoiced and is not yet: usage, charges, commitments, late usage. */
    boolean isDue(BillingPeriod period) {
        var usage = GROUPS_WITH_USAGE.formatted(
                FreezeInputs.membershipCondition(MembershipRule.ofCode(settings.membership())), WITHOUT_RESULT);
        return jdbc.sql("SELECT EXISTS (" + usage + ") OR EXISTS (" + GROUPS_WITH_CHARGES + ") OR EXISTS ("
                + LateUsage.GROUPS + ")")
                .param("skipZero", settings.areZeroInvoicesSkipped()).param("period", period.firstDay())
                .param("name", period.toString())
                .param("start", java.sql.Timestamp.from(period.start()))
                .param("end", java.sql.Timestamp.from(period.end()))
                .query(Boolean.class).single();
    }

    /** The periods to catch up with. That the last one has nothing may only mean that usage is still to come. */
    public List<BillingPeriod> ended() {
        var last = BillingPeriod.containing(clock.instant()).previous();
        return Stream.concat(due(clock.instant()).stream(),
                Stream.of(last).filter(period -> !awaitedSources(period).isEmpty())).distinct().sorted().toList();
    }

    /** The sources of which usage is still to come; not of a period that has invoices, which is corrected later. */
    List<String> awaitedSources(BillingPeriod period) {
        return runs.issuing(Optional.of(period)).isEmpty()
                ? deliveries.awaited(usageSettings.sources(), period)
                : List.of();
    }

    /**
     * The ended periods with an unfinished run or something due, oldest first. A commitment without a start waits for
     * the first period that has anything else, as it would reach back without limit.
     */
    private List<BillingPeriod> due(Instant now) {
        var periods = new TreeSet<BillingPeriod>();
        runs.open().forEach(run -> periods.add(run.period()));
        var first = jdbc
                .sql("""
                        SELECT min(period) FROM (
                            SELECT min(period) AS period FROM usage_file_project
                            UNION ALL
                            SELECT min(to_date(c ->> 'from', 'YYYY-MM'))
                            FROM billing_group g, jsonb_array_elements(g.extra_charges) c
                            UNION ALL
                            SELECT min(to_date(commitment ->> 'from', 'YYYY-MM')) FROM billing_group) p
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
