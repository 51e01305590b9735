package org.billinggroups.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.billinggroups.account.DeclaredField.Column;
import org.billinggroups.account.MasterData.ProjectRow;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Deleted;
import org.billinggroups.account.PlannedChange.Moved;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Writes what plans change: many rows at once, as JSON, but never all of them in one text. */
@Repository
record ChangeWriter(JdbcClient jdbc) {
    private static final int WRITTEN_AT_ONCE = 1000;

    /** Fails as writing would, if this login may not change master data or the database takes no changes. */
    void requireWritable() {
        jdbc.sql("UPDATE account SET name = name WHERE false").update();
    }

    /**
     * Writes all changes.
     *
     * @param actor who asks for them, for the history
     * @param now where a move names no time of its own
     */
    void write(ChangePlan plan, String actor, Instant now) {
        var rows = plan.rows();
        writeSellers(rows.sellers());
        write(rows.accounts(), account -> account, """
                INSERT INTO account SELECT * FROM jsonb_populate_recordset(NULL::account, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, deleted_at = NULL
                """);
        writeGroups(rows.groups());
        write(rows.projects(), project -> Column.row(ProjectRow.COLUMNS, project), """
                INSERT INTO project SELECT * FROM jsonb_populate_recordset(NULL::project, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET %s, deleted_at = NULL
                """.formatted(excluded(ProjectRow.COLUMNS)));
        write(rows.taxRates(), rate -> rate, """
                INSERT INTO tax_rate SELECT * FROM jsonb_populate_recordset(NULL::tax_rate, :rows::jsonb)
                ON CONFLICT (country_code, tax_class, valid_from) DO UPDATE SET rate = excluded.rate
                """);
        writeMoves(of(Moved.class, plan), now);
        of(Deleted.class, plan).collect(Collectors.groupingBy(Deleted::subject, LinkedHashMap::new,
                Collectors.mapping(Deleted::id, Collectors.toList()))).forEach(this::delete);
        recordChanges(plan.changes(), actor);
    }

    private void writeSellers(Collection<Seller> sellers) {
        write(sellers, seller -> seller, """
                INSERT INTO seller SELECT * FROM jsonb_populate_recordset(NULL::seller, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET %s
                """.formatted(excluded(SellerField.COLUMNS)));
        jdbc.sql("INSERT INTO invoicing_lock SELECT id, 0 FROM seller ON CONFLICT DO NOTHING").update();
    }

    /** The default groups that projects have left become ordinary groups, as each project has one at most. */
    private void writeGroups(Collection<BillingGroup> groups) {
        write(groups.stream().filter(group -> group.defaultForProject() != null).toList(),
                group -> Map.of("id", group.id(), "project", group.defaultForProject()), """
                UPDATE billing_group g SET default_for_project = NULL
                FROM jsonb_to_recordset(:rows::jsonb) AS new(id uuid, project text)
                WHERE g.default_for_project = new.project AND g.id <> new.id
                """);
        write(groups, group -> Column.row(GroupField.COLUMNS, group), """
                INSERT INTO billing_group SELECT * FROM jsonb_populate_recordset(NULL::billing_group, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET %s, deleted_at = NULL
                """.formatted(excluded(GroupField.COLUMNS)));
    }

    /**
     * Puts projects into groups; a project's first group reaches back without limit. What the history said of the time
     * from then on is replaced; the events keep it.
     */
    private void writeMoves(Stream<Moved> moves, Instant now) {
        var all = moves.toList();
        if (all.isEmpty()) {
            return;
        }
        // A clock that was set back must not undo the last move: then the new one begins where that began.
        jdbc.sql("CREATE TEMP TABLE move (project_id text, group_id uuid, valid_from timestamptz) ON COMMIT DROP")
                .update();
        write(all, moved -> move(moved, now), """
                INSERT INTO move
                SELECT m.project_id, m.group_id, CASE WHEN last.valid_from IS NULL THEN '-infinity'
                    WHEN m.backdated THEN m.valid_from ELSE greatest(m.valid_from, last.valid_from) END AS valid_from
                FROM jsonb_to_recordset(:rows::jsonb)
                    AS m(project_id text, group_id uuid, valid_from timestamptz, backdated boolean)
                LEFT JOIN membership last ON last.project_id = m.project_id AND last.valid_to = 'infinity'
                """);
        jdbc.sql("""
                DELETE FROM membership m USING move
                WHERE m.project_id = move.project_id AND m.valid_from >= move.valid_from
                """).update();
        jdbc.sql("""
                UPDATE membership m
                SET valid_to = CASE WHEN m.group_id = move.group_id THEN 'infinity' ELSE move.valid_from END
                FROM move WHERE m.project_id = move.project_id AND m.valid_to >= move.valid_from
                """).update();
        jdbc.sql("""
                INSERT INTO membership (project_id, group_id, valid_from, valid_to, previous_valid_to)
                SELECT project_id, group_id, valid_from, 'infinity',
                    CASE WHEN valid_from = '-infinity' THEN NULL ELSE valid_from END
                FROM move WHERE NOT EXISTS (
                    SELECT FROM membership m WHERE m.project_id = move.project_id AND m.valid_to = 'infinity')
                """).update();
        jdbc.sql("DROP TABLE move").update();
    }

    private static Map<String, Object> move(Moved moved, Instant now) {
        return Map.of("project_id", moved.id(), "group_id", moved.newGroupId(), "backdated", moved.from() != null,
                "valid_from", (moved.from() == null ? now : moved.from()).truncatedTo(ChronoUnit.MICROS).toString());
    }

    /** Marks them as deleted; tax rates go, as runs have copies of them. */
    private void delete(String subject, List<String> ids) {
        var sql = switch (subject) {
            case PlanDraft.ACCOUNT -> "UPDATE account SET deleted_at = now() WHERE id IN (:ids)";
            case PlanDraft.PROJECT -> "UPDATE project SET deleted_at = now() WHERE id IN (:ids)";
            case PlanDraft.GROUP -> """
                    UPDATE billing_group SET deleted_at = now(), default_for_project = NULL WHERE id::text IN (:ids)
                    """;
            case PlanDraft.TAX_RATE ->
                "DELETE FROM tax_rate WHERE concat_ws(' ', country_code, tax_class, valid_from) IN (:ids)";
            default -> throw new IllegalArgumentException("cannot delete a " + subject);
        };
        jdbc.sql(sql).param("ids", ids).update();
    }

    /** Notes who changed what, now. */
    private void recordChanges(List<PlannedChange> changes, String actor) {
        inParts(changes, part -> jdbc.sql("""
                INSERT INTO change_event (at, actor, subject, subject_id, field, old_value, new_value, effective_from)
                SELECT now(), :actor, subject, subject_id, field, old_value, new_value, effective_from
                FROM jsonb_to_recordset(:rows::jsonb) AS e(subject text, subject_id text, field text, old_value text,
                    new_value text, effective_from timestamptz)
                """).param("actor", actor).param("rows", json(part, ChangeWriter::event)).update());
    }

    private static ObjectNode event(PlannedChange change) {
        var row = JsonNodeFactory.instance.objectNode().put("subject", change.subject()).put("subject_id", change.id());
        return switch (change) {
            case Created created -> row.put("field", "created").put("new_value", created.label());
            case Changed changed -> row.put("field", changed.field()).put("old_value", changed.oldValue())
                    .put("new_value", changed.newValue());
            case Moved moved -> row.put("field", "billing_group").put("old_value", moved.oldGroupId())
                    .put("new_value", moved.newGroupId())
                    .put("effective_from", moved.from() == null ? null : moved.from().toString());
            case Deleted deleted -> row.put("field", "deleted").put("old_value", deleted.label());
        };
    }

    private static <C> Stream<C> of(Class<C> kind, ChangePlan plan) {
        return plan.changes().stream().filter(kind::isInstance).map(kind::cast);
    }

    private <R> void write(Collection<R> rows, Function<R, ?> values, String sql) {
        inParts(rows, part -> jdbc.sql(sql).param("rows", json(part, values)).update());
    }

    private static <R> String json(List<R> part, Function<R, ?> values) {
        return FrozenJson.write(part.stream().map(values).toList());
    }

    private static <R> void inParts(Collection<R> rows, Consumer<List<R>> each) {
        List<R> part = new ArrayList<>();
        for (var row : rows) {
            part.add(row);
            if (part.size() == WRITTEN_AT_ONCE) {
                each.accept(part);
                part.clear();
            }
        }
        if (!part.isEmpty()) {
            each.accept(part);
        }
    }

    private static String excluded(List<? extends Column<?>> columns) {
        return columns.stream().map(column -> column.name() + " = excluded." + column.name())
                .collect(Collectors.joining(", "));
    }
}
