package org.billinggroups.run;

import static java.util.stream.Collectors.joining;

import java.util.ArrayList;
import java.util.List;
import org.billinggroups.file.CellText;
import org.billinggroups.file.RefusedException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Keeps a login of the database from approving what it has made. */
@Repository
public record FourEyes(JdbcClient jdbc) {
    private static final int LISTED = 3;

    /**
     * Whether there is anybody who could be the second. Superusers and the owner of the tables may do everything, and
     * are no second pair of eyes.
     *
     * @throws RefusedException if the rule wants one, and this login is the only one that may approve
     */
    void requireSecondLogin(ApprovalRule rule) {
        if (rule.isFourEyes() && !jdbc.sql("""
                SELECT EXISTS (
                    SELECT FROM pg_roles r WHERE r.rolcanlogin AND NOT r.rolsuper AND r.rolname <> session_user
                        AND r.oid <> (SELECT relowner FROM pg_class WHERE oid = 'approval'::regclass)
                        AND has_database_privilege(r.oid, current_database(), 'CONNECT')
                        AND has_table_privilege(r.oid, 'approval', 'INSERT'))
                """).query(Boolean.class).single()) {
            throw new RefusedException("billing.approval 'four-eyes': expected several logins of the database, but all "
                    + "work as '" + login()
                    + "'; make a login for each person (src/main/resources/db/roles.sql), or set "
                    + "billing.approval to required");
        }
    }

    /**
     * Lets only a login approve that had no part in the run.
     *
     * @throws RefusedException naming what it did, if it had
     */
    public void requireNoPart(InvoicingRun run) {
        if (!jdbc.sql("SELECT four_eyes FROM invoicing_run WHERE id = ?").param(run.id()).query(Boolean.class)
                .single()) {
            return;
        }
        requireSecondLogin(ApprovalRule.FOUR_EYES);
        List<String> parts = new ArrayList<>();
        add(parts, "imported usage", """
                SELECT DISTINCT f.name FROM frozen_usage_file x JOIN usage_file f ON f.id = x.file_id
                WHERE x.run_id = ? AND f.login = session_user ORDER BY 1
                """, run);
        add(parts, "imported prices", """
                SELECT DISTINCT i.file FROM price_import i JOIN price_change c ON c.import_id = i.id
                JOIN frozen_price x ON x.price_id = c.price_id
                WHERE x.run_id = ? AND i.login = session_user ORDER BY 1
                """, run);
        add(parts, "changed", """
                SELECT DISTINCT g.name FROM change_event e CROSS JOIN LATERAL (VALUES
                    (CASE WHEN e.subject = 'billing_group' THEN e.subject_id END),
                    (CASE WHEN e.subject = 'project' AND e.field = 'billing_group' THEN e.old_value END),
                    (CASE WHEN e.subject = 'project' AND e.field = 'billing_group' THEN e.new_value END)) v(id)
                JOIN frozen_group g ON g.run_id = ? AND g.group_id = v.id::uuid
                WHERE e.login = session_user AND e.at > coalesce((
                    SELECT max(r.frozen_at) FROM standing_invoice n JOIN invoice i ON i.id = n.invoice_id
                    JOIN invoicing_run r ON r.id = i.run_id WHERE n.group_id = g.group_id), '-infinity')
                ORDER BY 1
                """, run);
        add(parts, "drafted", """
                SELECT to_char(period, 'YYYY-MM') FROM invoicing_run WHERE id = ? AND login = session_user
                """, run);
        if (!parts.isEmpty()) {
            throw new RefusedException("login '" + login() + "' may not approve " + run.period()
                    + ", as it had a part in it: it " + String.join("; ", parts) + " (billing.approval=four-eyes); "
                    + "another login has to approve it");
        }
    }

    private void add(List<String> parts, String did, String sql, InvoicingRun run) {
        var what = jdbc.sql(sql).param(run.id()).query(String.class).list();
        if (!what.isEmpty()) {
            parts.add(did + " " + what.stream().limit(LISTED).map(CellText::visible).collect(joining(", "))
                    + (what.size() > LISTED ? " and " + (what.size() - LISTED) + " more" : ""));
        }
    }

    private String login() {
        return jdbc.sql("SELECT session_user::text").query(String.class).single();
    }
}
