package org.billinggroups.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Deleted;
import org.billinggroups.account.PlannedChange.Moved;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Sellers, accounts, groups and projects as rows in JSON, which is how two versions are compared and how many are
 * written at once.
 */
@Repository
class MasterData {
    private static final String TAX_RATE_KEY = "concat_ws(' ', country_code, tax_class, valid_from)";

    private final JdbcClient jdbc;

    MasterData(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Everything declared so far, by id.
     *
     * @param groupOf the present group of each project
     */
    record Snapshot(Map<String, ObjectNode> sellers, Map<String, ObjectNode> accounts, Map<String, ObjectNode> groups,
            Map<String, ObjectNode> projects, Map<String, String> groupOf, Map<String, ObjectNode> taxRates) {}

    /** Lets no other change of these tables in between until the transaction ends. */
    void lockForChange() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('billing-groups master data'))").query((rs, n) -> 0).single();
    }

    /** Lets changes wait until the transaction ends; readers don't wait for each other. */
    void lockForReading() {
        jdbc.sql("SELECT pg_advisory_xact_lock_shared(hashtext('billing-groups master data'))").query((rs, n) -> 0)
                .single();
    }

    Snapshot load() {
        return new Snapshot(
                rows("SELECT id, to_jsonb(t) FROM seller t ORDER BY id"),
                rows("SELECT id, to_jsonb(t) FROM account t WHERE deleted_at IS NULL ORDER BY id"),
                rows("SELECT id, to_jsonb(t) FROM billing_group t WHERE deleted_at IS NULL ORDER BY id"),
                rows("SELECT id, to_jsonb(t) FROM project t WHERE deleted_at IS NULL ORDER BY id"),
                presentGroups(),
                rows("""
                        SELECT %s, to_jsonb(t) FROM tax_rate t ORDER BY 1
                        """.formatted(TAX_RATE_KEY)));
    }

    private Map<String, ObjectNode> rows(String sql) {
        Map<String, ObjectNode> rows = new LinkedHashMap<>();
        jdbc.sql(sql).query(rs -> {
            rows.put(rs.getString(1), FrozenJson.readObject(rs.getString(2)));
        });
        return rows;
    }

    private Map<String, String> presentGroups() {
        Map<String, String> groups = new HashMap<>();
        jdbc.sql("SELECT project_id, group_id FROM membership WHERE valid_to = 'infinity'").query(rs -> {
            groups.put(rs.getString(1), rs.getString(2));
        });
        return groups;
    }

    void writeSellers(String rows) {
        write(rows, """
                INSERT INTO seller SELECT * FROM jsonb_populate_recordset(NULL::seller, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, address_lines = excluded.address_lines,
                    city = excluded.city, zip_code = excluded.zip_code, country_code = excluded.country_code,
                    vat_id = excluded.vat_id, iban = excluded.iban, bic = excluded.bic, email = excluded.email,
                    invoice_series = excluded.invoice_series,
                    credit_note_series = excluded.credit_note_series, currency = excluded.currency,
                    endpoint = excluded.endpoint, accent_color = excluded.accent_color, logo = excluded.logo,
                    tax_number = excluded.tax_number
                """);
        jdbc.sql("INSERT INTO invoicing_lock SELECT id, 0 FROM seller ON CONFLICT DO NOTHING").update();
    }

    void writeAccounts(String rows) {
        write(rows, """
                INSERT INTO account SELECT * FROM jsonb_populate_recordset(NULL::account, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, deleted_at = excluded.deleted_at
                """);
    }

    void writeGroups(String rows) {
        write(rows, """
                INSERT INTO billing_group SELECT * FROM jsonb_populate_recordset(NULL::billing_group, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, account_id = excluded.account_id,
                    company = excluded.company, address_lines = excluded.address_lines, city = excluded.city,
                    state = excluded.state, zip_code = excluded.zip_code, country_code = excluded.country_code,
                    vat_id = excluded.vat_id, currency = excluded.currency, billing_emails = excluded.billing_emails,
                    billing_contact_emails = excluded.billing_contact_emails, extra_text = excluded.extra_text,
                    payment_terms_days = excluded.payment_terms_days, language = excluded.language,
                    purchase_order = excluded.purchase_order, tax_exempt_reason = excluded.tax_exempt_reason,
                    endpoint = excluded.endpoint, buyer_reference = excluded.buyer_reference,
                    tax_territory = excluded.tax_territory, debtor_account = excluded.debtor_account,
                    discount_percent = excluded.discount_percent, support_percent = excluded.support_percent,
                    support_fixed = excluded.support_fixed, support_minimum = excluded.support_minimum,
                    commitment = excluded.commitment, extra_charges = excluded.extra_charges,
                    default_for_project = excluded.default_for_project, deleted_at = excluded.deleted_at
                """);
    }

    void writeProjects(String rows) {
        write(rows, """
                INSERT INTO project SELECT * FROM jsonb_populate_recordset(NULL::project, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, account_id = excluded.account_id,
                    tags = excluded.tags, deleted_at = excluded.deleted_at
                """);
    }

    void writeTaxRates(String rows) {
        write(rows, """
                INSERT INTO tax_rate SELECT * FROM jsonb_populate_recordset(NULL::tax_rate, :rows::jsonb)
                ON CONFLICT (country_code, tax_class, valid_from) DO UPDATE SET rate = excluded.rate
                """);
    }

    /**
     * Puts projects into groups; a project's first group reaches back without limit. What the history said of the time
     * from then on is replaced; the events keep it.
     *
     * @param now where a move names no time of its own
     */
    void writeMoves(List<Moved> moves, Instant now) {
        if (moves.isEmpty()) {
            return;
        }
        var rows = FrozenJson.write(moves.stream()
                .map(moved -> JsonNodeFactory.instance.objectNode().put("project_id", moved.id())
                        .put("group_id", moved.newGroupId()).put("backdated", moved.from() != null)
                        .put("valid_from", (moved.from() == null ? now : moved.from())
                                .truncatedTo(ChronoUnit.MICROS).toString()))
                .toList());
        // A clock that was set back must not undo the last move: then the new one begins where that began.
        jdbc.sql("CREATE TEMP TABLE move (project_id text, group_id uuid, valid_from timestamptz) ON COMMIT DROP")
                .update();
        write(rows, """
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

    /** Marks them as deleted; tax rates go, as runs have copies of them. */
    void writeDeletions(List<Deleted> deletions) {
        deletions.stream().collect(Collectors.groupingBy(Deleted::subject, LinkedHashMap::new,
                Collectors.mapping(Deleted::id, Collectors.toList()))).forEach(this::delete);
    }

    private void delete(String subject, List<String> ids) {
        var sql = switch (subject) {
            case PlanDraft.ACCOUNT -> "UPDATE account SET deleted_at = now() WHERE id IN (:ids)";
            case PlanDraft.PROJECT -> "UPDATE project SET deleted_at = now() WHERE id IN (:ids)";
            case PlanDraft.GROUP -> """
                    UPDATE billing_group SET deleted_at = now(), default_for_project = NULL WHERE id::text IN (:ids)
                    """;
            case PlanDraft.TAX_RATE -> "DELETE FROM tax_rate WHERE " + TAX_RATE_KEY + " IN (:ids)";
            default -> throw new IllegalArgumentException("cannot delete a " + subject);
        };
        jdbc.sql(sql).param("ids", ids).update();
    }

    /** Lets the default groups that these projects have left be ordinary groups, as each project has one at most. */
    void releaseDefaultGroups(String groups) {
        write(groups, """
                UPDATE billing_group g SET default_for_project = NULL
                FROM jsonb_populate_recordset(NULL::billing_group, :rows::jsonb) new
                WHERE g.default_for_project = new.default_for_project AND g.id <> new.id
                """);
    }

    /** Notes who changed what, now. */
    void recordChanges(List<PlannedChange> changes, String actor) {
        jdbc.sql("""
                INSERT INTO change_event (at, actor, subject, subject_id, field, old_value, new_value, effective_from)
                SELECT now(), :actor, subject, subject_id, field, old_value, new_value, effective_from
                FROM jsonb_to_recordset(:rows::jsonb) AS e(subject text, subject_id text, field text, old_value text,
                    new_value text, effective_from timestamptz)
                """).param("actor", actor)
                .param("rows", FrozenJson.write(changes.stream().map(MasterData::event).toList()))
                .update();
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

    private void write(String rows, String sql) {
        jdbc.sql(sql).param("rows", rows).update();
    }
}
