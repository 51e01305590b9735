package org.billinggroups.account;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which project was in which group when. */
@Repository
public class Memberships {
    private final JdbcClient jdbc;

    Memberships(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * The time that a project was in a group.
     *
     * @param from the beginning, or null if it reaches back without limit
     * @param until the end, exclusive, or null while it lasts
     */
    public record Membership(UUID groupId, String groupName, @Nullable Instant from, @Nullable Instant until) {}

    /** The history of a project, oldest first; each membership begins when the one before it ends. */
    public List<Membership> of(String projectId) {
        return jdbc.sql("""
                SELECT m.group_id, g.name, nullif(m.valid_from, '-infinity') AS valid_from,
                    nullif(m.valid_to, 'infinity') AS valid_to
                FROM membership m JOIN billing_group g ON g.id = m.group_id
                WHERE m.project_id = ? ORDER BY m.valid_from
                """).param(projectId).query((rs, row) -> new Membership(rs.getObject("group_id", UUID.class),
                rs.getString("name"), BillingGroups.instant(rs, "valid_from"), BillingGroups.instant(rs, "valid_to")))
                .list();
    }

    /** The groups that a project is in at that time or later. */
    List<UUID> groupsSince(String projectId, Instant time) {
        return new ArrayList<>(jdbc.sql("SELECT group_id FROM membership WHERE project_id = ? AND valid_to > ?")
                .params(projectId, time.atOffset(ZoneOffset.UTC)).query(UUID.class).list());
    }
}
