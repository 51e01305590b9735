package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.PriceList;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.IntervalRounding;
import org.billinggroups.run.InvoicingRun;
import org.jspecify.annotations.Nullable;

/**
 * Which of a run's usage rows are rounded one by one, as a part of the statement that sums the rows {@code u} of
 * members {@code m}: it adds the step {@code r.step} to each row, null where there is none. What a group has for its
 * own comes before what holds for all groups of its currency.
 *
 * @param sql what follows the join of the rows
 * @param parameters those of {@code sql}
 */
record IntervalRoundings(String sql, List<@Nullable Object> parameters) {
    /** The step of one row {@code u} of a member {@code m}, by what the base run {@code b} froze of its group. */
    static final String OF_ROW = """
            SELECT x.step FROM frozen_interval_rounding x
            WHERE x.run_id = m.run_id AND x.base_run_id = b.run_id AND x.sku = u.sku AND x.currency = b.currency
                AND (x.group_id IS NULL OR x.group_id = m.group_id)
                AND u.started_at >= x.valid_from AND u.started_at < x.valid_to
            ORDER BY x.group_id IS NULL LIMIT 1
            """;
    /** To compare each row with some is cheaper than to look them up; with more it is not. */
    private static final int MOST_COMPARED = 8;
    private static final String COMPARED = """
            u.sku = ? AND m.currency = ? AND u.started_at >= ? AND u.started_at < ? THEN ?::numeric
            """;
    private static final String LOOKED_UP = """
            LEFT JOIN %3$s %1$s.group_id %2$s
                AND %1$s.sku = u.sku AND %1$s.currency = m.currency
                AND u.started_at >= %1$s.valid_from AND u.started_at < %1$s.valid_to
            """;
    private static final String FROZEN = """
            frozen_interval_rounding %1$s ON %1$s.run_id = ? AND %1$s.base_run_id = ? AND""";
    private static final String GIVEN = """
            unnest(?::uuid[], ?::text[], ?::text[], ?::timestamptz[], ?::timestamptz[], ?::numeric[])
                AS %1$s(group_id, sku, currency, valid_from, valid_to, step) ON""";
    private static final String OWN_FIRST = """
            CROSS JOIN LATERAL (SELECT CASE WHEN own.sku IS NULL THEN general.step ELSE own.step END AS step) r
            """;

    /** Those that were frozen, or those of the prices laid over them. */
    static IntervalRoundings of(Connection connection, InvoicingRun run, long baseRunId, BillingPeriod period,
            FrozenInputs frozen, PriceList list) throws SQLException {
        var given = frozen.roundings(baseRunId, period, run.id(), list);
        return given.isPresent() ? of(connection, given.get()) : of(connection, run, baseRunId);
    }

    private static IntervalRoundings of(Connection connection, List<IntervalRounding> given) throws SQLException {
        return given.size() <= MOST_COMPARED
                ? compared(given)
                : lookedUp(GIVEN, given.getFirst().groupId() != null, List.of(
                        array(connection, "uuid", given, IntervalRounding::groupId),
                        array(connection, "text", given, IntervalRounding::sku),
                        array(connection, "text", given, IntervalRounding::currency),
                        array(connection, "timestamptz", given, rounding -> rounding.validFrom().toString()),
                        array(connection, "timestamptz", given, rounding -> rounding.validTo().toString()),
                        array(connection, "numeric", given, IntervalRounding::step)));
    }

    private static Object array(Connection connection, String type, List<IntervalRounding> given,
            Function<IntervalRounding, @Nullable Object> value) throws SQLException {
        return connection.createArrayOf(type, given.stream().map(value).toArray());
    }

    /** Those that were frozen. */
    static IntervalRoundings of(Connection connection, InvoicingRun run, long baseRunId) throws SQLException {
        List<IntervalRounding> first = new ArrayList<>();
        try (var statement = connection.prepareStatement("""
                SELECT group_id, sku, currency, valid_from, valid_to, step FROM frozen_interval_rounding
                WHERE run_id = ? AND base_run_id = ? ORDER BY group_id, sku, currency, valid_from LIMIT ?
                """)) {
            statement.setLong(1, run.id());
            statement.setLong(2, baseRunId);
            statement.setInt(3, MOST_COMPARED + 1);
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    first.add(rounding(rows));
                }
            }
        }
        return first.size() <= MOST_COMPARED
                ? compared(first)
                : lookedUp(FROZEN, first.getFirst().groupId() != null, List.of(run.id(), baseRunId));
    }

    private static IntervalRounding rounding(ResultSet rs) throws SQLException {
        return new IntervalRounding(rs.getObject("group_id", UUID.class), rs.getString("sku"),
                rs.getString("currency"), rs.getObject("valid_from", OffsetDateTime.class).toInstant(),
                rs.getObject("valid_to", OffsetDateTime.class).toInstant(), rs.getBigDecimal("step"));
    }

    /** @param own whether some groups have theirs */
    private static IntervalRoundings lookedUp(String source, boolean own, List<@Nullable Object> parameters) {
        var general = LOOKED_UP.formatted(own ? "general" : "r", "IS NULL", source.formatted(own ? "general" : "r"));
        return own
                ? new IntervalRoundings(LOOKED_UP.formatted("own", "= m.group_id", source.formatted("own")) + general
                        + OWN_FIRST, Stream.concat(parameters.stream(), parameters.stream()).toList())
                : new IntervalRoundings(general, parameters);
    }

    /** Those of groups come first. */
    private static IntervalRoundings compared(List<IntervalRounding> all) {
        var cases = new StringBuilder();
        List<@Nullable Object> parameters = new ArrayList<>();
        for (var rounding : all) {
            cases.append("WHEN ");
            if (rounding.groupId() != null) {
                cases.append("m.group_id = ? AND ");
                parameters.add(rounding.groupId());
            }
            cases.append(COMPARED);
            parameters.addAll(
                    Arrays.asList(rounding.sku(), rounding.currency(), rounding.validFrom().atOffset(ZoneOffset.UTC),
                            rounding.validTo().atOffset(ZoneOffset.UTC), rounding.step()));
        }
        return new IntervalRoundings(all.isEmpty()
                ? ""
                : "CROSS JOIN LATERAL (SELECT CASE " + cases + "END AS step) r\n", parameters);
    }

    /** Most runs round no rows. */
    boolean isEmpty() {
        return sql.isEmpty();
    }
}
