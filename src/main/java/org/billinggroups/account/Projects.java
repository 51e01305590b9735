package org.billinggroups.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads the projects, each of which is in one billing group at any time; also those that were deleted. */
@Repository
public class Projects {
    private static final String SELECT = """
            SELECT p.id, p.name, p.account_id, p.tags, p.deleted_at, m.group_id, g.name AS group_name
            FROM project p
            JOIN membership m ON m.project_id = p.id AND m.valid_to = 'infinity'
            JOIN billing_group g ON g.id = m.group_id
            """;

    private final JdbcClient jdbc;

    Projects(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * A project with the group that it is in now.
     *
     * @param deletedAt when it was deleted, or null
     */
    public record Assigned(Project project, UUID groupId, String groupName, @Nullable Instant deletedAt) {}

    /**
     * The projects by id.
     *
     * @param accountId only those of this account
     * @param deletedToo whether those that were deleted are wanted as well
     */
    public List<Assigned> list(Optional<String> accountId, boolean deletedToo) {
        return jdbc.sql(SELECT + """
                WHERE (:account::text IS NULL OR p.account_id = :account) AND (:deleted OR p.deleted_at IS NULL)
                ORDER BY p.id
                """).param("account", accountId.orElse(null)).param("deleted", deletedToo)
                .query(Projects::assigned).list();
    }

    /** The project with that id, deleted or not. */
    public Optional<Assigned> find(String id) {
        return jdbc.sql(SELECT + "WHERE p.id = ?").param(id).query(Projects::assigned).optional();
    }

    /** Which of these ids projects have that are not deleted. */
    Set<String> known(Collection<String> ids) {
        return jdbc.sql("SELECT id FROM project WHERE id = ANY (?::text[]) AND deleted_at IS NULL")
                .params((Object) ids.toArray(String[]::new)).query(String.class).set();
    }

    /**
     * The project with that id, or the only one that is not deleted whose id begins so.
     *
     * @throws RefusedException if it is none, or several: then it lists them
     */
    public Assigned resolve(String reference) {
        var exact = find(reference);
        if (exact.isPresent()) {
            return exact.get();
        }
        var matches = jdbc.sql(SELECT + "WHERE starts_with(p.id, ?) AND p.deleted_at IS NULL ORDER BY p.id LIMIT 20")
                .param(reference).query(Projects::assigned).list();
        long number = jdbc.sql("SELECT count(*) FROM project WHERE starts_with(id, ?) AND deleted_at IS NULL")
                .param(reference).query(Long.class).single();
        return Rules.single("project", reference, matches, number, assigned -> assigned.project().id());
    }

    /**
     * Like {@link #resolve}, for a project that is to be changed.
     *
     * @throws RefusedException also if the project was deleted
     */
    public Assigned resolveLive(String reference) {
        var project = resolve(reference);
        if (project.deletedAt() != null) {
            throw new RefusedException("project '" + project.project().id() + "' was deleted");
        }
        return project;
    }

    private static Assigned assigned(ResultSet rs, int row) throws SQLException {
        return new Assigned(
                new Project(rs.getString("id"), rs.getString("name"), rs.getString("account_id"),
                        FrozenJson.readTags(rs.getString("tags"))),
                rs.getObject("group_id", UUID.class), rs.getString("group_name"),
                BillingGroups.instant(rs, "deleted_at"));
    }
}
