package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.billinggroups.rating.PriceChanges;

/**
 * Between which changes of prices a usage row lies, as parts of the statement that sums the rows {@code u} of members
 * {@code m}: a number for each segment of the period. Groups whose own prices change have segments of their own, so
 * that the sums of all others stay as they are.
 *
 * @param sql the number of a row's segment
 * @param parameters those of {@code sql}
 * @param column what is selected of a member for it
 * @param join what is joined to a member {@code g} for it
 * @param joinParameters those of {@code join}
 */
record PriceSegments(String sql, List<Object> parameters, String column, String join, List<Object> joinParameters) {
    private static final String OWN_CHANGES = """
            LEFT JOIN (
                SELECT x.group_id, array_agg(x.at ORDER BY x.at) AS instants
                FROM unnest(?::uuid[], ?::timestamptz[]) AS x (group_id, at) GROUP BY x.group_id) c
                ON c.group_id = g.group_id
            """;

    static PriceSegments of(Connection connection, PriceChanges changes) throws SQLException {
        if (changes.isEmpty()) {
            return new PriceSegments("0", List.of(), "", "", List.of());
        }
        List<Object> general = List.of(instants(connection, changes.general()));
        if (changes.byGroup().isEmpty()) {
            return new PriceSegments("width_bucket(u.started_at, ?::timestamptz[])", general, "", "", List.of());
        }
        List<UUID> groups = new ArrayList<>();
        List<Instant> instants = new ArrayList<>();
        changes.byGroup().forEach((groupId, ofGroup) -> ofGroup.forEach(at -> {
            groups.add(groupId);
            instants.add(at);
        }));
        return new PriceSegments("width_bucket(u.started_at, coalesce(m.instants, ?::timestamptz[]))", general,
                ", c.instants", OWN_CHANGES,
                List.of(connection.createArrayOf("uuid", groups.toArray()), instants(connection, instants)));
    }

    private static Object instants(Connection connection, List<Instant> instants) throws SQLException {
        return connection.createArrayOf("timestamptz", instants.stream().map(Instant::toString).toArray());
    }
}
