package org.billinggroups.run;

import java.sql.Timestamp;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Copies the groups that a run invoices, with what settings say of their documents, and their projects. */
@Service
@EnableConfigurationProperties(DocumentSettings.class)
record FreezeGroups(JdbcClient jdbc, TaxIdentity taxIdentity, DocumentSettings documents, FreezeTerms terms) {
    /**
     * Who is in a group at the start or the end of the period has it also before and after: a provider may bill a
     * charge in the period next to the one in which it began.
     */
    private static final String BY_USAGE_TIME = """
            CASE WHEN m.valid_from <= :start THEN '-infinity' ELSE m.valid_from END,
            CASE WHEN m.valid_to >= :end THEN 'infinity' ELSE m.valid_to END
            """;

    /** Copies them in the caller's transaction, after the usage files. */
    void freeze(long runId, RunRequest request) {
        freezeGroups(runId, request);
        if (request.kind() == InvoicingRun.Kind.INVOICING) {
            taxIdentity.requireForGroups(runId, request.period());
        }
        // Statistics know the groups of earlier runs alone: by them each project would be looked up for itself.
        jdbc.sql("SELECT analyze_frozen_inputs()").query((rs, row) -> 0).single();
        freezeMemberships(runId, request);
        terms.freeze(runId, request.period());
    }

    private void freezeGroups(long runId, RunRequest request) {
        jdbc.sql(
                """
                        INSERT INTO frozen_group (run_id, group_id, bucket, account_id, name, currency, fields)
                        SELECT :run, g.id, row_number() OVER (ORDER BY g.id) %% :buckets, g.account_id, g.name,
                            g.currency,
                            to_jsonb(g) || jsonb_build_object('invoice_lines', coalesce(g.invoice_lines, :lines))
                        FROM billing_group g
                        WHERE NOT EXISTS (SELECT FROM standing_invoice i WHERE i.group_id = g.id AND i.period = :period)
                            AND ((g.deleted_at IS NULL OR g.deleted_at >= :end) AND (g.commitment IS NOT NULL
                                OR g.extra_charges <> '[]')
                                OR g.id IN (
                                    SELECT m.group_id
                                    FROM usage_file_project u
                                    JOIN frozen_usage_file f ON f.run_id = :run AND f.file_id = u.file_id
                                    JOIN membership m ON m.project_id = u.project
                                    WHERE u.period = :period AND %s)
                                OR g.id IN (%s))
                        """
                        .formatted(FreezeInputs.membershipCondition(request.membershipRule()), LateUsage.GROUPS))
                .param("run", runId).param("buckets", request.buckets())
                .param("period", request.period().firstDay()).param("lines", documents.printedLines().code())
                .param("start", Timestamp.from(request.period().start()))
                .param("end", Timestamp.from(request.period().end()))
                .update();
    }

    private void freezeMemberships(long runId, RunRequest request) {
        boolean whole = request.membershipRule() == MembershipRule.PERIOD_END;
        jdbc.sql(
                """
                        INSERT INTO frozen_membership (run_id, period, project_id, group_id, valid_from, valid_to, tags,
                            project_name)
                        SELECT DISTINCT :run::bigint, u.period, m.project_id, m.group_id, %s, (
                            SELECT coalesce(jsonb_object_agg(key, value), '{}') FROM jsonb_each(p.tags)
                            WHERE key LIKE 'billing:%%'), p.name
                        FROM usage_file_project u
                        JOIN frozen_usage_file f ON f.run_id = :run AND f.file_id = u.file_id
                        JOIN membership m ON m.project_id = u.project
                        JOIN project p ON p.id = m.project_id
                        JOIN frozen_group g ON g.run_id = :run AND g.group_id = m.group_id
                        WHERE u.period = :period AND %s
                        """
                        .formatted(
                                whole
                                        ? "'-infinity'::timestamptz, 'infinity'::timestamptz"
                                        : BY_USAGE_TIME,
                                FreezeInputs.membershipCondition(request.membershipRule())))
                .param("run", runId).param("period", request.period().firstDay())
                .param("start", Timestamp.from(request.period().start()))
                .param("end", Timestamp.from(request.period().end()))
                .update();
    }
}
