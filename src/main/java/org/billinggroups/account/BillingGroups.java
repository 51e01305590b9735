package org.billinggroups.account;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.util.function.SingletonSupplier;

/** Reads the billing groups, also those that were deleted. */
@Repository
public class BillingGroups {
    static final String SELECT = """
            SELECT id, name, account_id, default_for_project, to_jsonb(g) AS fields, deleted_at FROM billing_group g
            """;

    private final JdbcClient jdbc;

    BillingGroups(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * One change in the life of a group.
     *
     * @param subject {@code billing_group} for the group itself, {@code project} for one that joined or left
     * @param login by which login of the database; null where it was not noted yet
     * @param effectiveFrom since when a move holds, if that was given
     */
    public record Event(Instant at, String actor, @Nullable String login, String subject, String subjectId,
            String field,
            @Nullable String oldValue, @Nullable String newValue, @Nullable Instant effectiveFrom) {}

    /**
     * The groups by name.
     *
     * @param accountId only those of this account
     * @param deletedToo whether those that were deleted are wanted as well
     */
    public List<BillingGroup> list(Optional<String> accountId, boolean deletedToo) {
        return jdbc.sql(SELECT + """
                WHERE (:account::text IS NULL OR account_id = :account) AND (:deleted OR deleted_at IS NULL)
                ORDER BY name COLLATE "C", id
                """).param("account", accountId.orElse(null)).param("deleted", deletedToo)
                .query(BillingGroups::group).list();
    }

    /** The group with that id, deleted or not. */
    public Optional<BillingGroup> find(UUID id) {
        return jdbc.sql(SELECT + "WHERE id = ?").param(id).query(BillingGroups::group).optional();
    }

    /**
     * The group that is meant by an id, by a name, or by the beginning of an id; a deleted one only by its whole id or
     * where no other has the name.
     *
     * @throws RefusedException if it is none, or several: then it lists them
     */
    public BillingGroup resolve(String reference) {
        for (var condition : List.of("id::text = lower(:text)", "name = :text AND deleted_at IS NULL",
                "starts_with(id::text, lower(:text)) AND deleted_at IS NULL", "name = :text")) {
            var matches = jdbc.sql(SELECT + "WHERE " + condition + " ORDER BY account_id, id").param("text", reference)
                    .query(BillingGroups::group).list();
            if (matches.size() == 1) {
                return matches.getFirst();
            }
            if (!matches.isEmpty()) {
                throw new RefusedException("'" + reference + "' may be any of " + matches.size()
                        + " billing groups; give the id:" + String.join("", matches.stream()
                                .map(g -> "\n  " + g.id() + "  " + g.name() + "  (account " + g.accountId() + ")")
                                .toList()));
            }
        }
        throw new RefusedException("there is no billing group '" + reference + "'");
    }

    /**
     * Like {@link #resolve}, for a group that is to be changed.
     *
     * @throws RefusedException also if the group was deleted
     */
    public BillingGroup resolveLive(String reference) {
        var group = resolve(reference);
        if (group.deletedAt() != null) {
            throw new RefusedException("billing group '" + group.name() + "' was deleted");
        }
        return group;
    }

    /** Finds the groups that a text may mean, without those that were deleted: the one with that id, or by name. */
    public Function<String, List<UUID>> byIdOrName() {
        var idsByName = SingletonSupplier.of(() -> jdbc.sql("""
                SELECT name, id FROM billing_group WHERE deleted_at IS NULL
                UNION ALL SELECT id::text, id FROM billing_group WHERE deleted_at IS NULL ORDER BY 2
                """).query((rs, row) -> Map.entry(rs.getString(1), rs.getObject(2, UUID.class))).stream()
                .collect(Collectors.groupingBy(Map.Entry::getKey,
                        Collectors.mapping(Map.Entry::getValue, Collectors.toList()))));
        return text -> {
            var id = text.toLowerCase(Locale.ROOT);
            return idsByName.obtain().getOrDefault(id, List.of()).stream().filter(found -> found.toString().equals(id))
                    .findFirst().map(List::of).orElseGet(() -> idsByName.obtain().getOrDefault(text, List.of()));
        };
    }

    /** The ids of the projects that are in the group now. */
    public List<String> projectsOf(UUID groupId) {
        return jdbc.sql("""
                SELECT m.project_id FROM membership m JOIN project p ON p.id = m.project_id AND p.deleted_at IS NULL
                WHERE m.group_id = ? AND m.valid_to = 'infinity' ORDER BY m.project_id
                """).param(groupId).query(String.class).list();
    }

    /** What happened to the group, and which projects joined and left it, oldest first. */
    public List<Event> eventsOf(UUID groupId) {
        return jdbc.sql("""
                SELECT at, actor, login, subject, subject_id, field, old_value, new_value, effective_from
                FROM change_event
                WHERE subject = 'billing_group' AND subject_id = :group
                    OR subject = 'project' AND field = 'billing_group' AND (old_value = :group OR new_value = :group)
                ORDER BY id
                """).param("group", groupId.toString()).query((rs, row) -> new Event(
                rs.getObject("at", OffsetDateTime.class).toInstant(), rs.getString("actor"), rs.getString("login"),
                rs.getString("subject"),
                rs.getString("subject_id"), rs.getString("field"), rs.getString("old_value"),
                rs.getString("new_value"), instant(rs, "effective_from"))).list();
    }

    static BillingGroup group(ResultSet rs, int row) throws SQLException {
        var fields = rs.getString("fields");
        return new BillingGroup(rs.getObject("id", UUID.class), rs.getString("name"), rs.getString("account_id"),
                rs.getString("default_for_project"), FrozenJson.read(fields, BillingDetails.class),
                FrozenJson.read(fields, BillingTerms.class),
                instant(rs, "deleted_at"));
    }

    static @Nullable Instant instant(ResultSet rs, String column) throws SQLException {
        var time = rs.getObject(column, OffsetDateTime.class);
        return time == null ? null : time.toInstant();
    }
}
