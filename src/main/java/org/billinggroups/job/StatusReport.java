package org.billinggroups.job;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.invoice.ParkedGroups;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.UsageBalance;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** The state of each period. */
@Service
public class StatusReport {
    private final JdbcClient jdbc;
    private final ParkedGroups parked;
    private final UsageBalance usage;
    private final DuePeriods due;
    private final RunSteps steps;
    private final PeriodProgress progress;
    private final Clock clock;

    StatusReport(JdbcClient jdbc, ParkedGroups parked, UsageBalance usage, DuePeriods due, RunSteps steps,
            PeriodProgress progress, Clock clock) {
        this.progress = progress;
        this.due = due;
        this.steps = steps;
        this.clock = clock;
        this.jdbc = jdbc;
        this.parked = parked;
        this.usage = usage;
    }

    /**
     * A period.
     *
     * @param state what it is at, in a word or two
     * @param runningIn the process that invoices it now, and since when; null if none does
     * @param next the command that takes it further, or null if there is nothing to do
     * @param usage the records imported for it, and their outcome
     * @param invoices the invoices issued for it
     * @param reopened groups whose invoice was credited to be replaced, and that have no other yet
     * @param unpublishedCreditNotes credit notes that have a number, but no files yet
     * @param awaitedSources who is to say that all usage of an ended period without invoices is delivered
     */
    public record PeriodStatus(BillingPeriod period, String state, @Nullable String runningIn, @Nullable String next,
            UsageBalance.Balance usage, long invoices,
            List<ParkedGroup> parked,
            List<Reopened> reopened, List<String> unpublishedCreditNotes, List<String> awaitedSources,
            List<RunStatus> runs) {}

    /**
     * A group whose period is open again.
     *
     * @param creditedInvoice the number of the invoice that is to be replaced
     */
    public record Reopened(UUID groupId, String groupName, String creditedInvoice) {}

    /**
     * A run of a period.
     *
     * @param state {@code finished}, {@code discarded} or {@code unfinished}
     * @param steps the steps of its job, in order
     */
    public record RunStatus(int attempt, @Nullable Integer number, String state, LocalDate issueDate,
            List<StepStatus> steps) {}

    /** A step of a run: its latest state, what it has done, and how long it took. */
    public record StepStatus(String step, String status, long done, long millis) {}

    /** The state of one period, or of all that have usage or runs. */
    public List<PeriodStatus> of(Optional<BillingPeriod> only) {
        var balances = usage.of(only);
        return only.map(List::of).orElseGet(this::periods).stream()
                .map(period -> status(period, balances.getOrDefault(period, UsageBalance.Balance.none(period))))
                .toList();
    }

    private List<BillingPeriod> periods() {
        return jdbc.sql("SELECT period FROM usage_file_content UNION SELECT period FROM invoicing_run ORDER BY 1")
                .query(LocalDate.class).list().stream().map(BillingPeriod::startingOn).toList();
    }

    private PeriodStatus status(BillingPeriod period, UsageBalance.Balance balance) {
        var awaited = awaitedSources(period);
        var runs = runs(period);
        var at = progress.of(period, balance, awaited, runs);
        return new PeriodStatus(period, at.state(), at.runningIn(), at.next(), balance,
                count("SELECT count(*) FROM standing_invoice WHERE period = ?", period),
                parked.of(period), reopened(period), unpublished(period), awaited, runs);
    }

    private List<Reopened> reopened(BillingPeriod period) {
        return jdbc.sql("""
                SELECT n.group_id, g.name AS group_name, n.number AS credited_invoice FROM superseded_invoice s
                JOIN issued_invoice n ON n.invoice_id = s.invoice_id JOIN billing_group g ON g.id = n.group_id
                WHERE n.period = ? AND NOT EXISTS (
                    SELECT FROM issued_invoice x
                    WHERE x.group_id = n.group_id AND x.period = n.period AND x.revision > n.revision)
                ORDER BY n.number
                """).param(period.firstDay()).query(Reopened.class).list();
    }

    private List<String> unpublished(BillingPeriod period) {
        return jdbc.sql("""
                SELECT n.number FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                JOIN invoicing_run r ON r.id = i.run_id AND r.kind = 'correction' AND r.finished_at IS NULL
                WHERE n.period = ? ORDER BY n.number
                """).param(period.firstDay()).query(String.class).list();
    }

    private List<String> awaitedSources(BillingPeriod period) {
        return period.hasEndedAt(clock.instant()) ? due.awaitedSources(period) : List.of();
    }

    private long count(String sql, BillingPeriod period) {
        return jdbc.sql(sql).param(period.firstDay()).query(Long.class).single();
    }

    private List<RunStatus> runs(BillingPeriod period) {
        return jdbc.sql("""
                SELECT attempt, number, issue_date, CASE WHEN finished_at IS NOT NULL THEN 'finished'
                    WHEN discarded_at IS NOT NULL THEN 'discarded' ELSE 'unfinished' END AS state
                FROM invoicing_run WHERE period = ? AND kind = 'invoicing' ORDER BY attempt
                """).param(period.firstDay()).query((rs, row) -> {
            int number = rs.getInt("number");
            int attempt = rs.getInt("attempt");
            return new RunStatus(attempt, number == 0 ? null : number, rs.getString("state"),
                    rs.getObject("issue_date", LocalDate.class), steps.of(period, attempt));
        }).list();
    }
}
