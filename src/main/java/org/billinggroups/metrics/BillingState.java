package org.billinggroups.metrics;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.Optional;
import javax.sql.DataSource;
import org.billinggroups.job.DuePeriods;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.UsageBalance;
import org.billinggroups.run.UsageBalance.Balance;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What is done and what waits, in numbers, whichever command is asked. */
@Repository
record BillingState(JdbcClient jdbc, DataSource database, DuePeriods due, UsageBalance usage) {
    void addTo(MetricFile file) {
        var periods = due.ended();
        file.add(Metric.PERIODS_DUE, periods.size());
        if (!periods.isEmpty()) {
            file.add(Metric.PERIODS_DUE_SINCE, periods.getFirst().end().getEpochSecond());
        }
        addRun(file);
        file.add(Metric.PARKED_GROUPS, parkedGroups());
        addUsage(file);
        file.add(Metric.MAILS_DOUBTFUL, doubtfulMails());
    }

    private void addRun(MetricFile file) {
        jdbc.sql("""
                SELECT r.period, r.number, (SELECT count(*) FROM invoice i WHERE i.run_id = r.id) AS invoices
                FROM invoicing_run r WHERE r.kind = 'invoicing' AND r.number IS NOT NULL
                ORDER BY r.number DESC LIMIT 1
                """).query((rs, row) -> {
            file.add(Metric.INVOICES_ISSUED, rs.getLong("invoices"), "period",
                    BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)).toString(),
                    "run", rs.getString("number"));
            return row;
        }).list();
    }

    /** As the status tells them: of the latest run of each period. */
    private long parkedGroups() {
        return jdbc.sql("""
                SELECT count(DISTINCT (r.id, p.group_id)) FROM parked_group p JOIN invoicing_run r ON r.id = p.run_id
                WHERE r.id IN (
                    SELECT max(id) FROM invoicing_run WHERE kind = 'invoicing' AND discarded_at IS NULL GROUP BY period)
                """).query(Long.class).single();
    }

    private void addUsage(MetricFile file) {
        var periods = usage.of(Optional.empty()).values();
        file.add(Metric.USAGE_ROWS, periods.stream().mapToLong(Balance::billed).sum(), "result", "billed");
        file.add(Metric.USAGE_ROWS, periods.stream().mapToLong(Balance::excluded).sum(), "result", "excluded");
        file.add(Metric.USAGE_ROWS, periods.stream().mapToLong(Balance::waitingRecords).sum(), "result", "waiting");
        file.add(Metric.USAGE_ROWS, jdbc.sql("SELECT coalesce(sum(rejected_rows), 0) FROM usage_file")
                .query(Long.class).single(), "result", "rejected");
    }

    /** Handed over to the mail server, which nobody heard the outcome of. */
    private long doubtfulMails() {
        return jdbc.sql("""
                SELECT count(*) FROM delivery_attempt a
                WHERE NOT EXISTS (SELECT FROM delivery_outcome o WHERE o.attempt_id = a.id)
                    AND NOT EXISTS (
                        SELECT FROM delivery_attempt x WHERE x.invoice_id = a.invoice_id AND x.recipient = a.recipient
                            AND x.reminder = a.reminder AND x.attempt > a.attempt)
                """).query(Long.class).single();
    }

    /** How many connections are open at the moment. */
    int connections() {
        try {
            var pool = database.isWrapperFor(HikariDataSource.class)
                    ? database.unwrap(HikariDataSource.class).getHikariPoolMXBean()
                    : null;
            return pool == null ? 0 : pool.getTotalConnections();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
