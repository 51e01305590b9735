package org.billinggroups.account;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
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
                        SELECT concat_ws(' ', country_code, tax_class, valid_from), to_jsonb(t) FROM tax_rate t ORDER BY 1
                        """));
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
                    invoice_series = excluded.invoice_series, currency = excluded.currency
                """);
        jdbc.sql("INSERT INTO invoicing_lock SELECT id, 0 FROM seller ON CONFLICT DO NOTHING").update();
    }

    void writeAccounts(String rows) {
        write(rows, """
                INSERT INTO account SELECT * FROM jsonb_populate_recordset(NULL::account, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name
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
                    discount_percent = excluded.discount_percent, support_percent = excluded.support_percent,
                    commitment = excluded.commitment, extra_charges = excluded.extra_charges
                """);
    }

    void writeProjects(String rows) {
        write(rows, """
                INSERT INTO project SELECT * FROM jsonb_populate_recordset(NULL::project, :rows::jsonb)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, account_id = excluded.account_id,
                    tags = excluded.tags
                """);
    }

    void writeTaxRates(String rows) {
        write(rows, """
                INSERT INTO tax_rate SELECT * FROM jsonb_populate_recordset(NULL::tax_rate, :rows::jsonb)
                ON CONFLICT (country_code, tax_class, valid_from) DO UPDATE SET rate = excluded.rate
                """);
    }

    /** Puts projects into groups from an instant on; a project's first assignment reaches back without limit. */
    void writeMoves(List<Moved> moves, Instant from) {
        var rows = moves.stream().map(moved -> JsonNodeFactory.instance.objectNode().put("project_id", moved.id())
                .put("group_id", moved.newGroupId()).put("valid_from", from.toString())).toList();
        write(FrozenJson.write(rows), """
                WITH move AS (
                    SELECT * FROM jsonb_to_recordset(:rows::jsonb)
                        AS m(project_id text, group_id uuid, valid_from timestamptz)
                ), closed AS (
                    UPDATE membership SET valid_to = move.valid_from FROM move
                    WHERE membership.project_id = move.project_id AND membership.valid_to = 'infinity'
                    RETURNING membership.project_id
                )
                INSERT INTO membership (project_id, group_id, valid_from, valid_to, previous_valid_to)
                SELECT project_id, group_id,
                    CASE WHEN closed.project_id IS NULL THEN '-infinity' ELSE valid_from END, 'infinity',
                    CASE WHEN closed.project_id IS NULL THEN NULL ELSE valid_from END
                FROM move LEFT JOIN closed USING (project_id)
                """);
    }

    /** Notes who changed what, now. */
    void recordChanges(List<PlannedChange> changes, String actor) {
        jdbc.sql("""
                INSERT INTO change_event (at, actor, subject, subject_id, field, old_value, new_value)
                SELECT now(), :actor, subject, subject_id, field, old_value, new_value
                FROM jsonb_to_recordset(:rows::jsonb)
                    AS e(subject text, subject_id text, field text, old_value text, new_value text)
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
                    .put("new_value", moved.newGroupId());
        };
    }

    private void write(String rows, String sql) {
        jdbc.sql(sql).param("rows", rows).update();
    }
}
