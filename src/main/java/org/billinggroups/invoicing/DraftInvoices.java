package org.billinggroups.invoicing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.rating.UsageRating;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;

/** Drafts the invoices of the groups in one bucket, in the caller's transaction: all of them or none. */
@Service
public class DraftInvoices {
    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final FrozenInputs frozen;

    DraftInvoices(DataSource dataSource, JdbcClient jdbc, FrozenInputs frozen) {
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.frozen = frozen;
    }

    /** The draft was asked to stop; the caller's transaction is to be rolled back. */
    public static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Drafts the bucket. Groups that cannot be invoiced are parked with the reason.
     *
     * @param stopRequested asked before each group
     * @return the number of groups looked at
     * @throws StoppedException if it was asked to stop
     */
    public int draft(InvoicingRun run, int bucket, BooleanSupplier stopRequested) throws SQLException {
        forget(run, bucket);
        var list = frozen.prices(run.id(), run.id());
        var rating = new UsageRating(list);
        var rules = frozen.rules(run.id(), run.period(), run.id());
        var writing = DataSourceUtils.getConnection(dataSource);
        try (Connection reading = dataSource.getConnection()) {
            reading.setAutoCommit(false);
            try (var groups = new FrozenGroups(reading, run, bucket);
                    var sums = new UsageSums(reading, run, bucket, run.id(), run.period(),
                            list.changesWithin(run.period()));
                    var prior = new PriorPeriods(reading, run, bucket, frozen)) {
                var drafts = new Drafts(writing, run);
                int count = 0;
                for (var group = groups.next(); group != null; group = groups.next()) {
                    if (stopRequested.getAsBoolean()) {
                        throw new StoppedException();
                    }
                    draft(group, new Inputs(rating, rules, sums, prior), drafts);
                    count++;
                }
                drafts.write();
                if (!sums.isExhausted() || !prior.isExhausted()) {
                    throw new IllegalStateException("usage of a group that is not in bucket " + bucket);
                }
                return count;
            } finally {
                reading.rollback();
            }
        } finally {
            DataSourceUtils.releaseConnection(writing, dataSource);
        }
    }

    /** Takes back what an earlier try committed before it was noted as done. */
    private void forget(InvoicingRun run, int bucket) {
        var ofBucket = "(SELECT i.id FROM invoice i JOIN frozen_group f USING (run_id, group_id) "
                + "WHERE i.run_id = :run AND f.bucket = :bucket)";
        for (var statement : List.of(
                "DELETE FROM invoice_tax WHERE invoice_id IN " + ofBucket,
                "DELETE FROM invoice_line WHERE invoice_id IN " + ofBucket,
                "DELETE FROM invoice WHERE id IN " + ofBucket,
                "DELETE FROM parked_group p USING frozen_group f WHERE p.run_id = :run AND f.run_id = :run "
                        + "AND f.group_id = p.group_id AND f.bucket = :bucket")) {
            jdbc.sql(statement).param("run", run.id()).param("bucket", bucket).update();
        }
    }

    private record Inputs(UsageRating rating, PeriodRules rules, UsageSums sums,
            PriorPeriods prior) {}

    private static void draft(FrozenGroup group, Inputs inputs, Drafts drafts) throws SQLException {
        // Both are read before anything can park the group, so that the next group finds its own.
        var usage = inputs.sums().of(group.id());
        try {
            var prior = inputs.prior().of(group);
            var rated = inputs.rating().rate(usage, group.details().currency());
            if (!rated.problems().isEmpty()) {
                drafts.park(group.id(), rated.isOnlyWrongUnits()
                        ? ParkedGroup.Reason.WRONG_UNIT
                        : ParkedGroup.Reason.NO_PRICE, rated.problems().stream().distinct().toList());
                return;
            }
            for (var draft : InvoiceCalculation.of(group, rated.rated(), prior, inputs.rules())) {
                drafts.add(draft);
            }
        } catch (NotInvoiceableException e) {
            drafts.park(group.id(), e.reason(), List.of(String.valueOf(e.getMessage())));
        }
    }
}
