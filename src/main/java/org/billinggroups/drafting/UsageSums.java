package org.billinggroups.drafting;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.PriceChanges;
import org.billinggroups.rating.UsageSum;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.usage.UsagePartition;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/**
 * Streams the summed usage of a bucket in one period, group by group in the order of their ids: the run's period, or an
 * earlier one that is priced again for late usage. All summing is done by one statement in the database; only sums
 * travel.
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
     * Where a price rounds each row, the row's whole quantity is rounded up to the step, and a part of a split row
     * takes its share of it by time, cut at 12 decimals, as the import does with quantities. Most usage has no amounts,
     * and a sum that is not asked about them keeps nothing for them.
     */
    private static final String SQL = """
            WITH sums AS MATERIALIZED (
                SELECT m.group_id, u.project, u.service, u.sku, u.unit, u.currency,
                    %s AS segment,
                    sum(%s) AS quantity,
                    coalesce(sum(u.amount) FILTER (WHERE u.amount IS NOT NULL), 0) AS amount,
                    CASE WHEN min(u.description) = max(u.description) AND count(u.description) = count(*)
                        THEN min(u.description) END AS description,
                    count(*) AS records,
                    (extract(epoch FROM min(u.started_at)) * 1000000)::bigint AS start_micros,
                    (extract(epoch FROM max(u.ended_at)) * 1000000)::bigint AS end_micros
                FROM (%s) m
                JOIN %s u ON u.project = m.project_id
                    AND u.started_at >= m.valid_from AND u.started_at < m.valid_to
                %s
                WHERE u.period = ? AND u.file_id = ANY(?) AND u.category <> 'provider_tax'
                GROUP BY m.group_id, u.project, u.service, u.sku, u.unit, u.currency%s)
            SELECT * FROM sums ORDER BY group_id, project, service, sku, unit, currency, segment
            """;
    /**
     * Lets the server sum by hashing and sort the sums. It cannot guess how many records fall between two instants,
     * takes them for a few, and would sort them all to sum them; what is materialised does not know the order that is
     * wanted.
     */
    private static final String SORT_SUMS_ONLY = "SET LOCAL enable_sort = off";
    private static final String SORT_ALL = "SET LOCAL enable_sort TO DEFAULT";
    /** What a split row's whole is rounded to; its step is there already. */
    private static final String WHOLE = "CROSS JOIN LATERAL (%s) w".formatted(ROUNDED);
    /** Who is in the groups of the bucket. */
    private static final String MEMBERS = """
            SELECT m.project_id, m.group_id, m.valid_from, m.valid_to, b.currency%s
            FROM frozen_group g
            JOIN frozen_group b ON b.run_id = ? AND b.group_id = g.group_id
            JOIN frozen_membership m ON m.run_id = g.run_id AND m.group_id = g.group_id AND m.period = ?
            %s
            WHERE g.run_id = ? AND g.bucket = ? AND (?::uuid IS NULL OR g.group_id = ?::uuid)
                AND (b.run_id = g.run_id OR EXISTS (
                    SELECT FROM frozen_prior_period p
                    WHERE p.run_id = g.run_id AND p.group_id = g.group_id AND p.period = m.period
                        AND p.base_run_id = b.run_id))
            """;
    private static final int FETCH_SIZE = 2000;

    private final PreparedStatement statement;
    private final ResultSet rows;
    private boolean more;

    /**
     * @param connection not in autocommit mode, so that rows are fetched little by little
     * @param baseRunId the run whose prices are taken: the run itself, or the one that issued the earlier period
     * @param changes when prices change inside the period
     * @param roundings which rows are rounded one by one
     */
    UsageSums(Connection connection, InvoicingRun run, int bucket, long baseRunId, BillingPeriod period,
            PriceChanges changes, IntervalRoundings roundings) throws SQLException {
        this(connection, run, bucket, baseRunId, period, changes, roundings, null);
    }

    /** The same for one group alone, or for all if it is null. */
    UsageSums(Connection connection, InvoicingRun run, int bucket, long baseRunId, BillingPeriod period,
            PriceChanges changes, IntervalRoundings roundings, @Nullable UUID onlyGroup) throws SQLException {
        // Most periods have no change of prices, and most runs round no rows: then they are not looked at for it.
        var bySegment = changes.isEmpty() ? "" : ", segment";
        var table = UsagePartition.of(connection, period);
        var segments = PriceSegments.of(connection, changes);
        List<@Nullable Object> parameters = new ArrayList<>(segments.parameters());
        parameters.addAll(Arrays.asList(baseRunId, period.firstDay()));
        parameters.addAll(segments.joinParameters());
        parameters.addAll(Arrays.asList(run.id(), bucket, onlyGroup, onlyGroup));
        parameters.addAll(roundings.parameters());
        parameters.addAll(List.of(period.firstDay(), files(connection, run, period)));
        var members = MEMBERS.formatted(segments.column(), segments.join());
        statement = connection.prepareStatement(roundings.isEmpty()
                ? SQL.formatted(segments.sql(), "u.quantity", members, table, "", bySegment)
                : SQL.formatted(segments.sql(), COUNTED, members, table, roundings.sql() + WHOLE, bySegment));
        statement.setFetchSize(FETCH_SIZE);
        for (int i = 0; i < parameters.size(); i++) {
            statement.setObject(i + 1, parameters.get(i));
        }
        execute(connection, SORT_SUMS_ONLY);
        rows = statement.executeQuery();
        execute(connection, SORT_ALL);
        more = rows.next();
    }

    /**
     * As a value and not as a part of the statement: then the server makes a table of them to look each row's file up.
     */
    private static Array files(Connection connection, InvoicingRun run, BillingPeriod period) throws SQLException {
        try (var select = connection.prepareStatement("""
                SELECT coalesce(array_agg(file_id), '{}') FROM frozen_usage_file WHERE run_id = ? AND period = ?
                """)) {
            select.setLong(1, run.id());
            select.setObject(2, period.firstDay());
            try (var files = select.executeQuery()) {
                files.next();
                return files.getArray(1);
            }
        }
    }

    private static void execute(Connection connection, String setting) throws SQLException {
        try (var set = connection.createStatement()) {
            set.execute(setting);
        }
    }

    /** The sums of a group; groups are to be asked for in the order of their ids. */
    List<UsageSum> of(UUID groupId) throws SQLException {
        List<UsageSum> sums = new ArrayList<>();
        while (more && groupId.equals(rows.getObject(1, UUID.class))) {
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
        return new UsageSum(rows.getString(2), rows.getString(3), rows.getString(4), rows.getString(5),
                currency(rows.getString(6)), rows.getBigDecimal(8), rows.getBigDecimal(9), rows.getString(10),
                rows.getLong(11), instant(12), instant(13));
    }

    private static @Nullable CurrencyUnit currency(@Nullable String code) {
        return code == null ? null : CurrencyUnit.of(code);
    }

    private Instant instant(int column) throws SQLException {
        return Instant.EPOCH.plus(rows.getLong(column), ChronoUnit.MICROS);
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
