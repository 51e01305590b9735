package org.billinggroups.invoicing;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.rating.UsageSum;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Streams the summed usage of a bucket in one period, group by group in the order of their ids: the run's period, or an
 * earlier one that is priced again for late usage. All summing is done by one statement in the database; only sums travel.
 */
final class UsageSums implements AutoCloseable {
    /** What a record {@code u} counts, by its rounding {@code r} and the rounded whole {@code w}. */
    static final String COUNTED = """
            CASE
            WHEN r.step IS NULL OR u.amount IS NOT NULL THEN u.quantity
            WHEN u.whole_quantity IS NULL THEN sign(u.quantity) * ceil(abs(u.quantity) / r.step) * r.step
            ELSE trunc(w.rounded * extract(epoch FROM u.ended_at - u.whole_started_at)
                        / extract(epoch FROM u.whole_ended_at - u.whole_started_at), 12)
                - trunc(w.rounded * extract(epoch FROM u.started_at - u.whole_started_at)
                        / extract(epoch FROM u.whole_ended_at - u.whole_started_at), 12)
            END
            """;
    /** The whole quantity of a split record, rounded up to the step. */
    static final String ROUNDED = """
            SELECT round(sign(u.whole_quantity) * ceil(abs(u.whole_quantity) / r.step) * r.step, 24) AS rounded
            """;
    /**
     * Sums by group, project, service, SKU, unit, currency of priced usage, and the time between two price changes.
     * Where a price rounds each row, the row's whole quantity is rounded up to the step, and a part of a split row takes
     * its share of it by time, cut at 12 decimals, as the import does with quantities.
     */
    private static final String SQL = """
            SELECT m.group_id, u.project, u.service, u.sku, u.unit, u.currency,
                width_bucket(u.started_at, ?::timestamptz[]) AS segment,
                sum(%s) AS quantity,
                coalesce(sum(u.amount), 0) AS amount,
                CASE WHEN min(u.description) = max(u.description) AND count(u.description) = count(*)
                    THEN min(u.description) END AS description,
                count(*) AS records, min(u.started_at) AS started_at, max(u.ended_at) AS ended_at
            FROM frozen_group g
            JOIN frozen_group b ON b.run_id = ? AND b.group_id = g.group_id
            JOIN frozen_membership m ON m.run_id = g.run_id AND m.group_id = g.group_id AND m.period = ?
            JOIN usage_record u ON u.project = m.project_id
                AND u.started_at >= m.valid_from AND u.started_at < m.valid_to
            LEFT JOIN frozen_interval_rounding r ON r.run_id = g.run_id AND r.base_run_id = b.run_id
                AND r.sku = u.sku AND r.currency = b.currency AND u.started_at >= r.valid_from AND u.started_at < r.valid_to
            CROSS JOIN LATERAL (
                %s) w
            WHERE g.run_id = ? AND g.bucket = ? AND u.period = ?
                AND u.file_id IN (SELECT file_id FROM frozen_usage_file WHERE run_id = ? AND period = ?)
                AND (b.run_id = g.run_id OR EXISTS (
                    SELECT FROM frozen_prior_period p
                    WHERE p.run_id = g.run_id AND p.group_id = g.group_id AND p.period = u.period
                        AND p.base_run_id = b.run_id))
                AND (?::uuid IS NULL OR g.group_id = ?::uuid)
            GROUP BY m.group_id, u.project, u.service, u.sku, u.unit, u.currency, segment
            ORDER BY m.group_id, u.project, u.service, u.sku, u.unit, u.currency, segment
            """.formatted(COUNTED, ROUNDED);
    private static final int FETCH_SIZE = 2000;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean more;

    /**
     * Starts summing.
     *
     * @param connection not in autocommit mode, so that rows are fetched little by little
     * @param baseRunId the run whose prices are taken: the run itself, or the one that issued the earlier period
     * @param changes the instants inside the period at which prices change
     */
    UsageSums(Connection connection, InvoicingRun run, int bucket, long baseRunId, BillingPeriod period,
            List<Instant> changes) throws SQLException {
        this(connection, run, bucket, baseRunId, period, changes, null);
    }

    /** The same for one group alone, or for all if it is null. */
    UsageSums(Connection connection, InvoicingRun run, int bucket, long baseRunId, BillingPeriod period,
            List<Instant> changes, @Nullable UUID onlyGroup) throws SQLException {
        statement = connection.prepareStatement(SQL);
        statement.setFetchSize(FETCH_SIZE);
        statement.setArray(1, connection.createArrayOf("timestamptz",
                changes.isEmpty() ? new Object[]{ "infinity" } : changes.stream().map(Instant::toString).toArray()));
        statement.setLong(2, baseRunId);
        statement.setObject(3, period.firstDay());
        statement.setLong(4, run.id());
        statement.setInt(5, bucket);
        statement.setObject(6, period.firstDay());
        statement.setLong(7, run.id());
        statement.setObject(8, period.firstDay());
        statement.setObject(9, onlyGroup);
        statement.setObject(10, onlyGroup);
        rows = statement.executeQuery();
        more = rows.next();
    }

    /** The sums of a group; groups are to be asked for in the order of their ids. */
    List<UsageSum> of(UUID groupId) throws SQLException {
        List<UsageSum> sums = new ArrayList<>();
        while (more && groupId.equals(rows.getObject("group_id", UUID.class))) {
            sums.add(sum());
            more = rows.next();
        }
        return sums;
    }

    /** Whether all sums were asked for. */
    boolean isExhausted() {
        return !more;
    }

    private UsageSum sum() throws SQLException {
        return new UsageSum(rows.getString("project"), rows.getString("service"), rows.getString("sku"),
                rows.getString("unit"), currency(rows.getString("currency")), rows.getBigDecimal("quantity"),
                rows.getBigDecimal("amount"), rows.getString("description"), rows.getLong("records"),
                instant("started_at"), instant("ended_at"));
    }

    private static @Nullable CurrencyUnit currency(@Nullable String code) {
        return code == null ? null : CurrencyUnit.of(code);
    }

    private Instant instant(String column) throws SQLException {
        return rows.getObject(column, OffsetDateTime.class).withOffsetSameInstant(ZoneOffset.UTC).toInstant();
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
