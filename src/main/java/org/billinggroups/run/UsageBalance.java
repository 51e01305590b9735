package org.billinggroups.run;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Where the usage records of each period are: on an invoice, left out on request, or waiting. Each is counted by
 * itself, so that a record that got lost or was counted twice shows.
 */
@Repository
public class UsageBalance {
    /**
     * The groups that have no invoice of the period, with the records that fall to them; of projects that moved within
     * it the records are looked at. The rule that says so is that of the latest run. What is late is derived elsewhere.
     */
    private static final String SQL = """
            WITH rule AS (
                SELECT coalesce((SELECT membership_rule FROM invoicing_run WHERE kind = 'invoicing'
                    ORDER BY id DESC LIMIT 1), 'period-end') = 'by-usage-time' AS by_time
            ), billable AS (
                SELECT * FROM usage_file_project WHERE :period::date IS NULL OR period = :period::date
            ), share AS MATERIALIZED (
                SELECT u.period, m.group_id, u.file_id, u.project, u.record_count,
                    CASE WHEN r.by_time AND m.valid_from > u.period::timestamp AT TIME ZONE 'UTC'
                        THEN m.valid_from ELSE '-infinity' END AS valid_from,
                    CASE WHEN r.by_time AND m.valid_to < (u.period + interval '1 month') AT TIME ZONE 'UTC'
                        THEN m.valid_to ELSE 'infinity' END AS valid_to
                FROM rule r CROSS JOIN billable u
                JOIN membership m ON m.project_id = u.project AND
            """ + FreezeInputs.membershipCondition("r.by_time", "u.period") + """
                WHERE NOT EXISTS (
                    SELECT FROM standing_invoice n WHERE n.group_id = m.group_id AND n.period = u.period)
            ), waiting AS (
                SELECT period, group_id, sum(record_count) AS records FROM share
                WHERE valid_from = '-infinity' AND valid_to = 'infinity' GROUP BY 1, 2
                UNION ALL
                SELECT p.period, x.group_id, x.records
                FROM (SELECT DISTINCT period FROM share WHERE valid_from > '-infinity' OR valid_to < 'infinity') p
                CROSS JOIN LATERAL (
                    SELECT s.group_id, count(*) AS records
                    FROM share s
                    JOIN usage_record u ON u.period = p.period AND u.file_id = s.file_id AND u.project = s.project
                        AND u.category <> 'provider_tax'
                        AND u.started_at >= s.valid_from AND u.started_at < s.valid_to
                    WHERE s.period = p.period AND (s.valid_from > '-infinity' OR s.valid_to < 'infinity')
                    GROUP BY 1) x
            ), unknown AS (
                SELECT u.period, EXISTS (
                    SELECT FROM excluded_usage x
                    JOIN invoicing_run r ON r.id = x.run_id AND r.period = u.period AND r.finished_at IS NOT NULL
                    JOIN frozen_usage_file f ON f.run_id = x.run_id AND f.period = u.period AND f.file_id = u.file_id
                    WHERE x.project = u.project) AS excluded, sum(u.record_count) AS records
                FROM billable u WHERE NOT EXISTS (SELECT FROM project p WHERE p.id = u.project) GROUP BY 1, 2
            )
            SELECT period, 'imported' AS what, NULL::uuid AS group_id, NULL AS name, sum(record_count) AS records
            FROM usage_file_content WHERE :period::date IS NULL OR period = :period::date GROUP BY period
            UNION ALL
            SELECT period, 'excluded', NULL, NULL, sum(record_count) FROM usage_file_content
            WHERE excluded IS NOT NULL AND (:period::date IS NULL OR period = :period::date) GROUP BY period
            UNION ALL
            SELECT l.period, 'billed', NULL, NULL, sum(l.record_count)
            FROM standing_invoice n JOIN invoice_line l ON l.invoice_id = n.invoice_id
            WHERE (:period::date IS NULL OR n.period >= :period::date AND l.period = :period::date) GROUP BY l.period
            UNION ALL
            SELECT period, CASE WHEN excluded THEN 'excluded' ELSE 'unknown project' END, NULL, NULL, records
                FROM unknown
            UNION ALL
            SELECT w.period, 'not invoiced', w.group_id, g.name, sum(w.records)
            FROM waiting w JOIN billing_group g ON g.id = w.group_id GROUP BY w.period, w.group_id, g.name
            UNION ALL
            SELECT l.period, 'late', l.group_id, g.name, sum(l.record_count)
            FROM late_usage l JOIN billing_group g ON g.id = l.group_id
            WHERE :period::date IS NULL OR l.period = :period::date GROUP BY l.period, l.group_id, g.name
            ORDER BY period, what, group_id
            """;

    private final JdbcClient jdbc;

    UsageBalance(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** Why usage waits. */
    public enum Reason {
        /** Its group has an invoice of the period: the next invoice bills it. */
        LATE("late", "waits for the group's next invoice"),
        /** Its group has no invoice of the period: the next run of the period bills it. */
        NOT_INVOICED("not invoiced", "waits for the next run of the period"),
        /** Its project is not known. */
        UNKNOWN_PROJECT("unknown project", "waits for its projects to be created or left out");

        private final String code;
        private final String text;

        Reason(String code, String text) {
            this.code = code;
            this.text = text;
        }

        /** As JSON has it, such as {@code not_invoiced}. */
        public String code() {
            return code.replace(' ', '_');
        }

        /** What it waits for, for people. */
        public String text() {
            return text;
        }

        static Optional<Reason> of(String code) {
            for (var reason : values()) {
                if (reason.code.equals(code)) {
                    return Optional.of(reason);
                }
            }
            return Optional.empty();
        }
    }

    /**
     * Records that wait.
     *
     * @param groupId the group that they fall to, or null where their projects are not known
     * @param groupName its name
     */
    public record Waiting(BillingPeriod period, Reason reason, @Nullable UUID groupId, @Nullable String groupName,
            long records) {}

    /** The records of a period: those that were imported, and their outcome. */
    public record Balance(BillingPeriod period, long imported, long billed, long excluded, List<Waiting> waiting) {
        /** That of a period without usage. */
        public static Balance none(BillingPeriod period) {
            return new Balance(period, 0, 0, 0, List.of());
        }

        /** How many wait. */
        public long waitingRecords() {
            return waiting.stream().mapToLong(Waiting::records).sum();
        }

        /** Whether each record is billed, left out or waits, and none twice. */
        public boolean isEven() {
            return imported == billed + excluded + waitingRecords();
        }
    }

    private record Count(BillingPeriod period, String what, @Nullable UUID groupId, @Nullable String groupName,
            long records) {}

    /** One period, or all that have usage. */
    public Map<BillingPeriod, Balance> of(Optional<BillingPeriod> only) {
        var counts = jdbc.sql(SQL).param("period", only.map(BillingPeriod::firstDay).orElse(null))
                .query((rs, row) -> new Count(BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)),
                        rs.getString("what"), rs.getObject("group_id", UUID.class), rs.getString("name"),
                        rs.getLong("records")))
                .list();
        Map<BillingPeriod, List<Count>> byPeriod = new LinkedHashMap<>();
        counts.forEach(count -> byPeriod.computeIfAbsent(count.period(), period -> new ArrayList<>()).add(count));
        Map<BillingPeriod, Balance> balances = new LinkedHashMap<>();
        byPeriod.forEach((period, all) -> balances.put(period, balance(period, all)));
        return balances;
    }

    private static Balance balance(BillingPeriod period, List<Count> counts) {
        List<Waiting> waiting = new ArrayList<>();
        counts.forEach(count -> Reason.of(count.what()).ifPresent(reason -> waiting
                .add(new Waiting(period, reason, count.groupId(), count.groupName(), count.records()))));
        return new Balance(period, sum(counts, "imported"), sum(counts, "billed"), sum(counts, "excluded"),
                List.copyOf(waiting));
    }

    private static long sum(List<Count> counts, String what) {
        return counts.stream().filter(count -> count.what().equals(what)).mapToLong(Count::records).sum();
    }
}
