package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.billinggroups.file.BillingException;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.invoice.Drafts;
import org.billinggroups.invoice.WithdrawnDrafts;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.MissingUsage;
import org.billinggroups.run.ParkedGroup;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;

/** Drafts the invoices of the groups in one bucket, in the caller's transaction: all of them or none. */
@Service
public class DraftInvoices {
    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final FrozenInputs frozen;
    private final MissingUsage missingUsage;
    private final WithdrawnDrafts withdrawn;

    DraftInvoices(DataSource dataSource, JdbcClient jdbc, FrozenInputs frozen, MissingUsage missingUsage,
            WithdrawnDrafts withdrawn) {
        this.withdrawn = withdrawn;
        this.missingUsage = missingUsage;
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.frozen = frozen;
    }

    /** The draft was asked to stop; the caller's transaction is to be rolled back. */
    public static final class StoppedException extends BillingException {
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
        // What an earlier try committed before it was noted as done.
        if (isKnown(run, bucket)) {
            withdrawn.ofBucket(run.id(), bucket);
        }
        var writing = DataSourceUtils.getConnection(dataSource);
        try (Connection reading = dataSource.getConnection()) {
            reading.setAutoCommit(false);
            try {
                var drafts = new Drafts(writing, run);
                int groups = new BucketCalculation(run, bucket, frozen, IssuedBefore.NOW).calculate(reading,
                        new Drafting(drafts, missingUsage.held(run.id()), stopRequested));
                drafts.write();
                return groups;
            } finally {
                reading.rollback();
            }
        } finally {
            DataSourceUtils.releaseConnection(writing, dataSource);
        }
    }

    /** @param withoutUsage the groups that may not be invoiced without usage, and why */
    private record Drafting(Drafts drafts, Map<UUID, String> withoutUsage,
            BooleanSupplier stopRequested) implements BucketCalculation.Outcome {
        @Override
        public void next() {
            if (stopRequested.getAsBoolean()) {
                throw new StoppedException();
            }
        }

        @Override
        public void invoices(UUID groupId, List<DraftInvoice> invoices) throws SQLException {
            var missing = withoutUsage.get(groupId);
            if (missing != null && areWithoutUsage(invoices)) {
                drafts.park(groupId, ParkedGroup.Reason.SUSPICIOUS_CHANGE, List.of(missing));
                return;
            }
            for (var draft : invoices) {
                drafts.add(draft);
            }
        }

        @Override
        public void parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) throws SQLException {
            drafts.park(groupId, reason, details);
        }
    }

    /** Whether there are invoices, of charges alone. */
    static boolean areWithoutUsage(List<DraftInvoice> invoices) {
        return !invoices.isEmpty() && invoices.stream().noneMatch(DraftInvoice::hasUsage);
    }

    private boolean isKnown(InvoicingRun run, int bucket) {
        return jdbc.sql("""
                SELECT EXISTS (SELECT FROM invoice JOIN frozen_group USING (run_id, group_id)
                        WHERE run_id = :run AND bucket = :bucket)
                    OR EXISTS (SELECT FROM parked_group JOIN frozen_group USING (run_id, group_id)
                        WHERE run_id = :run AND bucket = :bucket)
                """).param("run", run.id()).param("bucket", bucket).query(Boolean.class).single();
    }
}
