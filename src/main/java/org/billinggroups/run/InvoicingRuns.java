package org.billinggroups.run;

import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The invoicing runs in the database. */
@Repository
public record InvoicingRuns(JdbcClient jdbc, FourEyes fourEyes, FrozenFocus focus, Clock clock) {
    private static final String SELECT = """
            SELECT id, seller_id, period, attempt, issue_date, output, membership_rule, kind, number, folder, focus
            FROM invoicing_run
            """;

    private static final String OPEN = "WHERE finished_at IS NULL AND discarded_at IS NULL AND kind = 'invoicing'";

    /** The run of a period that is neither finished nor discarded. */
    public Optional<InvoicingRun> findOpen(String sellerId, BillingPeriod period) {
        return jdbc.sql(SELECT + OPEN + " AND seller_id = ? AND period = ?")
                .params(sellerId, period.firstDay()).query(InvoicingRuns::run).optional();
    }

    /** All open runs, oldest period first. */
    public List<InvoicingRun> open() {
        return jdbc.sql(SELECT + OPEN + " ORDER BY period")
                .query(InvoicingRuns::run).list();
    }

    /** The runs of a period, or of all, that issued something, in order. */
    public List<InvoicingRun> issuing(Optional<BillingPeriod> period) {
        return jdbc.sql(SELECT + """
                WHERE number IS NOT NULL AND (:period::date IS NULL OR period = :period::date) ORDER BY period, number
                """).param("period", period.map(BillingPeriod::firstDay).orElse(null)).query(InvoicingRuns::run).list();
    }

    /** The credit notes that are issued and not published: a process died in between. */
    public List<InvoicingRun> unpublishedCorrections() {
        return jdbc.sql(SELECT + "WHERE kind = 'correction' AND finished_at IS NULL ORDER BY id")
                .query(InvoicingRuns::run).list();
    }

    /** The runs of a period, or of all, whose folder is published, in order; credit notes after invoices. */
    public List<InvoicingRun> published(Optional<BillingPeriod> period) {
        return jdbc.sql(SELECT + """
                WHERE folder IS NOT NULL AND finished_at IS NOT NULL AND kind <> 'estimate'
                    AND (:period::date IS NULL OR period = :period::date) ORDER BY period, number NULLS LAST, id
                """).param("period", period.map(BillingPeriod::firstDay).orElse(null)).query(InvoicingRuns::run).list();
    }

    /** The published runs of a period, and those that have one of these folders or one of the period. */
    public List<InvoicingRun> published(BillingPeriod period, Set<String> folders) {
        return jdbc.sql(SELECT + """
                WHERE folder IS NOT NULL AND finished_at IS NOT NULL AND kind <> 'estimate'
                    AND (period = ? OR starts_with(folder, ?) OR folder = ANY (?)) ORDER BY period, number NULLS LAST,
                        id
                """).params(period.firstDay(), period + "/", folders.toArray(String[]::new)).query(InvoicingRuns::run)
                .list();
    }

    /** The runs and credit notes that have given numbers, in the order in which they were started. */
    public List<InvoicingRun> issued() {
        return jdbc.sql(SELECT + "WHERE folder IS NOT NULL AND kind <> 'estimate' ORDER BY id")
                .query(InvoicingRuns::run).list();
    }

    /** Those of {@link #issued} that are not through: a process died, or worse. */
    public List<InvoicingRun> issuedButUnfinished() {
        return jdbc.sql(SELECT + "WHERE finished_at IS NULL AND folder IS NOT NULL AND kind <> 'estimate' ORDER BY id")
                .query(InvoicingRuns::run).list();
    }

    /** The folders that runs of any kind have, or had, below an output folder. */
    public Set<String> folders(Path output) {
        return new TreeSet<>(jdbc.sql("SELECT folder FROM invoicing_run WHERE folder IS NOT NULL AND output = ?")
                .param(output.toString()).query(String.class).list());
    }

    /** The output folders of all runs. */
    public List<Path> outputs() {
        return jdbc.sql("SELECT DISTINCT output FROM invoicing_run WHERE folder IS NOT NULL").query(String.class).list()
                .stream().map(Path::of).toList();
    }

    /** The run that issued an invoice. */
    public Optional<InvoicingRun> findByInvoiceNumber(String number) {
        return jdbc.sql(SELECT + """
                WHERE id = (
                    SELECT i.run_id FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id WHERE n.number = ?)
                """).param(number).query(InvoicingRuns::run).optional();
    }

    /** The run with that key. */
    public InvoicingRun get(long id) {
        return jdbc.sql(SELECT + "WHERE id = ?").param(id).query(InvoicingRuns::run).single();
    }

    /** The run with that attempt; it is there once its inputs are frozen. */
    public Optional<InvoicingRun> find(String sellerId, BillingPeriod period, int attempt) {
        return jdbc.sql(SELECT + "WHERE seller_id = ? AND period = ? AND attempt = ?")
                .params(sellerId, period.firstDay(), attempt).query(InvoicingRuns::run).optional();
    }

    /** The attempt that a new run of the period gets. */
    public int nextAttempt(String sellerId, BillingPeriod period) {
        return jdbc.sql("SELECT coalesce(max(attempt), 0) + 1 FROM invoicing_run WHERE seller_id = ? AND period = ?")
                .params(sellerId, period.firstDay()).query(Integer.class).single();
    }

    /** The date that a run was to have, if its invoices were issued on a later one. */
    public Optional<LocalDate> askedIssueDate(long runId) {
        return jdbc.sql("SELECT asked_issue_date FROM invoicing_run WHERE id = ?").param(runId).query(LocalDate.class)
                .optional();
    }

    /** Notes that this version of the program works on the run, in the caller's transaction. */
    public void noteProgram(InvoicingRun run) {
        jdbc.sql("""
                UPDATE invoicing_run SET program_versions = program_versions || :version::text
                WHERE id = :run AND program_versions[cardinality(program_versions)] IS DISTINCT FROM :version
                """).param("version", ProgramVersion.current()).param("run", run.id()).update();
    }

    /** The versions of the program that worked on a run, in order; empty if they noted none. */
    public List<String> programsOf(InvoicingRun run) {
        return jdbc.sql("SELECT unnest(program_versions) FROM invoicing_run WHERE id = ?").param(run.id())
                .query(String.class).list();
    }

    /** Notes that the run is through. */
    public void finish(long runId) {
        jdbc.sql("UPDATE invoicing_run SET finished_at = now() WHERE id = ? AND finished_at IS NULL").param(runId)
                .update();
    }

    /** Notes that the run is given up, in the caller's transaction. */
    public void discard(long runId) {
        jdbc.sql("UPDATE invoicing_run SET discarded_at = now() WHERE id = ?").param(runId).update();
    }

    /** Dates the run's invoices later than was asked for. */
    public InvoicingRun issueLater(InvoicingRun run, LocalDate date) {
        jdbc.sql("UPDATE invoicing_run SET asked_issue_date = issue_date, issue_date = ? WHERE id = ?")
                .params(date, run.id()).update();
        return run.withIssueDate(date);
    }

    /** Gives a run that issues invoices the next number of its period, and the folder of that name. */
    public void number(InvoicingRun run) {
        jdbc.sql("""
                UPDATE invoicing_run SET number = n.next, folder = to_char(period, 'YYYY-MM') || '/run-' || n.next
                FROM (SELECT coalesce(max(number), 0) + 1 AS next FROM invoicing_run WHERE seller_id = ?
                    AND period = ?) n
                WHERE id = ?
                """).params(run.sellerId(), run.period().firstDay(), run.id()).update();
    }

    /** Gives a run that issues a credit note its folder. */
    public void nameFolder(InvoicingRun correction, String creditNote) {
        jdbc.sql("UPDATE invoicing_run SET folder = 'corrections/' || ? WHERE id = ?")
                .params(creditNote, correction.id())
                .update();
    }

    /** Opens the run that is asked for, with a copy of its seller, in the caller's transaction. */
    long open(RunRequest request) {
        fourEyes.requireSecondLogin(request.approval());
        return jdbc
                .sql("""
                        INSERT INTO invoicing_run (seller_id, period, attempt, issue_date, output, membership_rule,
                            seller, frozen_at, small_amounts, zero_invoices_skipped, credit_negative_totals,
                            zero_priced_hidden, approval_required, four_eyes, kind, folder, focus)
                        SELECT s.id, :period, :attempt, :issueDate, :output, :rule, to_jsonb(s), :now, :smallAmounts,
                            :skipZero, :creditNegative, :hideZero, :approval, :fourEyes, :kind,
                            CASE :kind WHEN 'estimate' THEN 'estimates/' || to_char(:period::date, 'YYYY-MM') END,
                            :focus::jsonb
                        FROM seller s WHERE s.id = :seller
                        RETURNING id
                        """)
                .param("seller", request.sellerId()).param("period", request.period().firstDay())
                .param("attempt", request.attempt()).param("issueDate", request.issueDate())
                .param("now", OffsetDateTime.now(clock)).param("kind", request.kind().code())
                .param("output", request.output().toString()).param("rule", request.membershipRule().code())
                .param("smallAmounts", request.totals().smallAmounts().text())
                .param("skipZero", request.totals().zeroInvoicesSkipped())
                .param("creditNegative", request.totals().creditNegativeTotals())
                .param("hideZero", request.zeroPricedHidden()).param("focus", focus.now())
                .param("approval", request.approval().waits()).param("fourEyes", request.approval().isFourEyes())
                .query(Long.class).single();
    }

    /**
     * Opens the run of a credit note, with the billing details that the invoice has and the seller as it is now.
     *
     * @param output where its folder appears, or null for where the invoice's run has its own
     */
    public InvoicingRun openCorrection(long invoiceId, LocalDate issueDate, @Nullable Path output) {
        long runId = jdbc.sql("""
                INSERT INTO invoicing_run (seller_id, period, attempt, issue_date, output, membership_rule, seller,
                    frozen_at, kind, zero_priced_hidden, focus)
                SELECT r.seller_id, r.period, (SELECT max(attempt) + 1 FROM invoicing_run x
                        WHERE x.seller_id = r.seller_id AND x.period = r.period),
                    :issueDate, coalesce(:output::text, r.output), r.membership_rule, to_jsonb(s), :now, 'correction',
                    r.zero_priced_hidden, :focus::jsonb
                FROM invoice i JOIN invoicing_run r ON r.id = i.run_id JOIN seller s ON s.id = r.seller_id
                WHERE i.id = :invoice RETURNING id
                """).param("issueDate", issueDate).param("output", output == null ? null : output.toString())
                .param("now", OffsetDateTime.now(clock)).param("invoice", invoiceId)
                .param("focus", focus.now()).query(Long.class).single();
        jdbc.sql("""
                INSERT INTO frozen_group (run_id, group_id, bucket, account_id, name, currency, fields)
                SELECT :run, i.group_id, 0, f.account_id, f.name, f.currency, f.fields
                FROM invoice i JOIN invoice_customer f ON f.invoice_id = i.id WHERE i.id = :invoice
                """).param("run", runId).param("invoice", invoiceId).update();
        return get(runId);
    }

    private static InvoicingRun run(ResultSet rs, int row) throws SQLException {
        int number = rs.getInt("number");
        return new InvoicingRun(rs.getLong("id"), rs.getString("seller_id"),
                BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)), rs.getInt("attempt"),
                rs.getObject("issue_date", LocalDate.class), Path.of(rs.getString("output")),
                MembershipRule.ofCode(rs.getString("membership_rule")), InvoicingRun.Kind.ofCode(rs.getString("kind")),
                number == 0 ? null : number, rs.getString("folder"), FrozenFocus.of(rs));
    }

    /** Whether the database lets this user give numbers to invoices. */
    public boolean mayIssue() {
        return jdbc.sql("SELECT has_table_privilege('issued_invoice', 'INSERT')").query(Boolean.class).single();
    }
}
