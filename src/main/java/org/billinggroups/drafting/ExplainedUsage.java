package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.billinggroups.drafting.Explanation.UsageRow;
import org.billinggroups.invoice.InvoiceLine;
import org.billinggroups.rating.Customer;
import org.billinggroups.rating.PriceList;
import org.billinggroups.run.InvoicingRun;

/**
 * The usage records behind a line.
 *
 * @param rows the first of them
 * @param count how many there are
 */
record ExplainedUsage(List<UsageRow> rows, long count) {
    /** The same records, membership and rounding as in {@link UsageSums}. */
    private static final String SQL = """
            SELECT u.usage_id, f.name, u.line, u.started_at, u.ended_at, u.quantity, %s AS counted
            FROM frozen_membership m
            JOIN frozen_group b ON b.run_id = ? AND b.group_id = m.group_id
            JOIN usage_record u ON u.period = m.period AND u.project = m.project_id
                AND u.started_at >= m.valid_from AND u.started_at < m.valid_to
            JOIN usage_file f ON f.id = u.file_id
            LEFT JOIN LATERAL (%s) r ON true
            CROSS JOIN LATERAL (%s) w
            WHERE m.run_id = ? AND m.group_id = ? AND m.period = ? AND u.project = ? AND u.service = ? AND u.sku = ?
                AND u.unit = ? AND u.currency IS NOT DISTINCT FROM ? AND u.category <> 'provider_tax'
                AND u.file_id IN (SELECT file_id FROM frozen_usage_file x WHERE x.run_id = m.run_id
                    AND x.period = m.period)
            ORDER BY u.started_at, u.usage_id
            """.formatted(UsageSums.COUNTED, IntervalRoundings.OF_ROW, UsageSums.ROUNDED);
    private static final int FETCH_SIZE = 2000;

    static ExplainedUsage find(Connection connection, InvoicingRun run, long baseRunId, UUID groupId, InvoiceLine line,
            long priceId, PriceList prices, Customer customer, int most) throws SQLException {
        List<UsageRow> rows = new ArrayList<>();
        long count = 0;
        try (var statement = connection.prepareStatement(SQL)) {
            statement.setFetchSize(FETCH_SIZE);
            statement.setLong(1, baseRunId);
            statement.setLong(2, run.id());
            statement.setObject(3, groupId);
            statement.setObject(4, line.period().firstDay());
            statement.setString(5, line.project());
            statement.setString(6, line.service());
            statement.setString(7, line.sku());
            statement.setString(8, line.unit());
            statement.setString(9, priceId == 0 ? line.priceCurrency().getCode() : null);
            try (var found = statement.executeQuery()) {
                while (found.next()) {
                    var startedAt = found.getObject("started_at", OffsetDateTime.class).toInstant();
                    var price = priceId == 0 ? null : prices.find(String.valueOf(line.sku()), customer, startedAt);
                    if (price != null && (price.isEmpty() || price.get().id() != priceId)) {
                        continue;
                    }
                    count++;
                    if (rows.size() < most) {
                        rows.add(new UsageRow(found.getString("usage_id"), found.getString("name"),
                                found.getLong("line"),
                                startedAt, found.getObject("ended_at", OffsetDateTime.class).toInstant(),
                                InvoiceCalculation.plain(found.getBigDecimal("quantity")),
                                InvoiceCalculation.plain(found.getBigDecimal("counted"))));
                    }
                }
            }
        }
        return new ExplainedUsage(rows, count);
    }
}
