package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.BillingTerms;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.run.InvoicingRun;
import org.jspecify.annotations.Nullable;

/** Streams the groups of a bucket in the order of their ids. */
final class FrozenGroups implements AutoCloseable {
    private static final String SQL = """
            SELECT g.group_id, g.fields, (
                SELECT jsonb_object_agg(m.project_id, m.tags) FROM frozen_membership m
                WHERE m.run_id = g.run_id AND m.group_id = g.group_id AND m.tags <> '{}') AS tags, (
                SELECT jsonb_agg(jsonb_build_object('credit_id', c.credit_id, 'prepaid', c.kind = 'prepaid',
                    'description', c.description, 'remaining', own.currency || ' ' || c.remaining) ORDER BY c.position)
                FROM frozen_credit c JOIN credit own ON own.id = c.credit_id
                WHERE c.run_id = g.run_id AND c.group_id = g.group_id) AS credits
            FROM frozen_group g
            WHERE g.run_id = ? AND g.bucket = ?
            ORDER BY g.group_id
            """;
    private static final int FETCH_SIZE = 100;

    private final PreparedStatement statement;
    private final ResultSet rows;

    FrozenGroups(Connection connection, InvoicingRun run, int bucket) throws SQLException {
        statement = connection.prepareStatement(SQL);
        statement.setFetchSize(FETCH_SIZE);
        statement.setLong(1, run.id());
        statement.setInt(2, bucket);
        rows = statement.executeQuery();
    }

    /** The next group, or null after the last. */
    @Nullable
    FrozenGroup next() throws SQLException {
        if (!rows.next()) {
            return null;
        }
        var fields = rows.getString("fields");
        var credits = rows.getString("credits");
        var tags = rows.getString("tags");
        Map<String, Map<String, String>> tagsByProject = tags == null
                ? new HashMap<>()
                : FrozenJson.readTagsByProject(tags);
        return new FrozenGroup(rows.getObject("group_id", UUID.class), FrozenJson.read(fields, BillingDetails.class),
                FrozenJson.read(fields, BillingTerms.class), tagsByProject,
                credits == null ? List.of() : List.of(FrozenJson.read(credits, FrozenCredit[].class)));
    }

    /** The group as another run froze it, with its present tags and without credits. */
    static FrozenGroup frozenBy(Connection connection, long runId, FrozenGroup group) throws SQLException {
        try (var statement = connection
                .prepareStatement("SELECT fields FROM frozen_group WHERE run_id = ? AND group_id = ?")) {
            statement.setLong(1, runId);
            statement.setObject(2, group.id());
            try (var rows = statement.executeQuery()) {
                rows.next();
                var fields = rows.getString("fields");
                return new FrozenGroup(group.id(), FrozenJson.read(fields, BillingDetails.class),
                        FrozenJson.read(fields, BillingTerms.class), group.tagsByProject(), List.of());
            }
        }
    }

    @Override
    public void close() throws SQLException {
        statement.close();
    }
}
