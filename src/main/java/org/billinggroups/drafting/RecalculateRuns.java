package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.LaidOver;
import org.billinggroups.run.ParkedGroup;
import org.springframework.stereotype.Service;

/** Calculates the invoices of runs as they would be with other prices, rates or terms, writing nothing. */
@Service
public class RecalculateRuns {
    private final FrozenInputs frozen;

    RecalculateRuns(FrozenInputs frozen) {
        this.frozen = frozen;
    }

    /** What becomes of each group. */
    public interface Outcome {
        /** Before each group. */
        void next();

        /**
         * The group's invoices; none if there is nothing to charge.
         *
         * @return whether later runs are to see them as billed
         */
        boolean invoices(UUID groupId, List<DraftInvoice> invoices) throws SQLException;

        /**
         * The group could not be invoiced.
         *
         * @return whether later runs are to see it as not billed
         */
        boolean parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) throws SQLException;
    }

    /**
     * Begins a series of runs, which are to be calculated in the order in which they were issued.
     *
     * @param late the groups that get late usage of a period of the series in it, or have a commitment over a term
     */
    public Series begin(LaidOver other, Set<UUID> late) {
        return new Series(frozen.with(other), new EarlierLines(other, Set.copyOf(late)), new EarlierCredits());
    }

    /** Runs of which each sees what the earlier ones would have billed, and what they would have left of credits. */
    public static final class Series {
        private final FrozenInputs inputs;
        private final EarlierLines lines;
        private final EarlierCredits credits;

        private Series(FrozenInputs inputs, EarlierLines lines, EarlierCredits credits) {
            this.inputs = inputs;
            this.lines = lines;
            this.credits = credits;
        }

        /**
         * Calculates the groups of one bucket; buckets of a run may be calculated at the same time.
         *
         * @param reading not in autocommit mode
         * @param entry the journal entry of the run's first invoice, or the highest number if nothing of it is issued
         */
        public void calculate(Connection reading, InvoicingRun run, long entry, int bucket, Outcome outcome)
                throws SQLException {
            var before = new RehearsedBefore(lines, credits, entry, reading);
            new BucketCalculation(run, bucket, inputs, before).calculate(reading, new BucketCalculation.Outcome() {
                @Override
                public void next() {
                    outcome.next();
                }

                @Override
                public void invoices(UUID groupId, List<DraftInvoice> invoices) throws SQLException {
                    if (outcome.invoices(groupId, invoices)) {
                        lines.remember(reading, run, entry, groupId, invoices);
                        credits.remember(reading, run, groupId, invoices);
                    }
                }

                @Override
                public void parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) throws SQLException {
                    if (outcome.parked(groupId, reason, details)) {
                        lines.rememberParked(run, groupId, reason);
                        credits.remember(reading, run, groupId, List.of());
                    }
                }
            });
        }
    }
}
