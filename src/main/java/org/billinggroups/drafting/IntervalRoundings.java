package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.billinggroups.run.InvoicingRun;

/**
 * Which of a run's usage rows are rounded one by one, as a part of the statement that sums the rows {@code u} of
 * members {@code m}: it adds the step {@code r.step} to each row, null where there is none.
 *
 * @param sql what follows the join of the rows
 * @param parameters those of {@code sql}
 */
record IntervalRoundings(String sql, List<Object> parameters) {
    /** To compare each row with some is cheaper than to look them up; with more it is not. */
    private static final int MOST_COMPARED = 8;
    private static final String COMPARED = """
            WHEN u.sku = ? AND m.currency = ? AND u.started_at >= ? AND u.started_at < ? THEN ?
            """;
    private static final String LOOKED_UP = """
            LEFT JOIN frozen_interval_rounding r ON r.run_id = ? AND r.base_run_id = ?
                AND r.sku = u.sku AND r.currency = m.currency
                AND u.started_at >= r.valid_from AND u.started_at < r.valid_to
            """;

    /** Those that were frozen. */
    static IntervalRoundings of(Connection connection, InvoicingRun run, long baseRunId) throws SQLException {
        List<Object> compared = new ArrayList<>();
        int count = 0;
        try (var statement = connection.prepareStatement("""
                SELECT sku, currency, valid_from, valid_to, step FROM frozen_interval_rounding
                WHERE run_id = ? AND base_run_id = ? ORDER BY sku, currency, valid_from LIMIT ?
                """)) {
            statement.setLong(1, run.id());
            statement.setLong(2, baseRunId);
            statement.setInt(3, MOST_COMPARED + 1);
            try (var rows = statement.executeQuery()) {
                for (; rows.next(); count++) {
                    Collections.addAll(compared, rows.getString("sku"), rows.getString("currency"),
                            rows.getObject("valid_from", OffsetDateTime.class),
                            rows.getObject("valid_to", OffsetDateTime.class), rows.getBigDecimal("step"));
                }
            }
        }
        if (count > MOST_COMPARED) {
            return new IntervalRoundings(LOOKED_UP, List.of(run.id(), baseRunId));
        }
        return new IntervalRoundings(count == 0
                ? ""
                : "CROSS JOIN LATERAL (SELECT CASE " + COMPARED.repeat(count) + "END AS step) r\n", compared);
    }

    /** Most runs round no rows. */
    boolean isEmpty() {
        return sql.isEmpty();
    }
}
