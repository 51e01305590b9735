package org.billinggroups.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.period.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The billing groups. */
@Repository
public class BillingGroups {
    private static final String SELECT = """
            SELECT id, name, account_id, to_jsonb(g) AS fields FROM billing_group g WHERE deleted_at IS NULL
            """;

    private final JdbcClient jdbc;

    BillingGroups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** All groups by name. */
    public List<BillingGroup> list() {
        return jdbc.sql(SELECT + "ORDER BY name COLLATE \"C\", id").query(BillingGroups::group).list();
    }

    /** The group with that id. */
    public Optional<BillingGroup> find(UUID id) {
        return jdbc.sql(SELECT + "AND id = ?").param(id).query(BillingGroups::group).optional();
    }

    /**
     * The group that is meant by an id, by the beginning of one, or by a name.
     *
     * @throws RefusedException if it is none, or several: then it lists them
     */
    public BillingGroup resolve(String reference) {
        var matches = jdbc.sql(SELECT + "AND (name = :text OR starts_with(id::text, lower(:text))) ORDER BY id")
                .param("text", reference).query(BillingGroups::group).list();
        if (matches.size() == 1) {
            return matches.getFirst();
        }
        throw new RefusedException(matches.isEmpty()
                ? "there is no billing group '" + reference + "'"
                : "'" + reference + "' may be any of " + matches.size() + " billing groups; give the id:"
                        + String.join("", matches.stream().map(g -> "\n  " + g.id() + " " + g.name()).toList()));
    }

    /** The ids of the projects that are in the group now. */
    public List<String> projectsOf(UUID groupId) {
        return jdbc.sql(
                "SELECT project_id FROM membership WHERE group_id = ? AND valid_to = 'infinity' ORDER BY project_id")
                .param(groupId).query(String.class).list();
    }

    private static BillingGroup group(ResultSet rs, int row) throws SQLException {
        var fields = rs.getString("fields");
        return new BillingGroup(rs.getObject("id", UUID.class), rs.getString("name"), rs.getString("account_id"),
                FrozenJson.read(fields, BillingDetails.class), FrozenJson.read(fields, BillingTerms.class));
    }
}
