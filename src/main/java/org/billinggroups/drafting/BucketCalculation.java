package org.billinggroups.drafting;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.billinggroups.invoice.DraftInvoice;
import org.billinggroups.rating.Prices.Bucket;
import org.billinggroups.rating.UsageRating;
import org.billinggroups.run.FrozenInputs;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.NotInvoiceableException;
import org.billinggroups.run.ParkedGroup;
import org.billinggroups.run.PeriodRules;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Calculates the invoices of the groups in one bucket, group by group in the order of their ids, from stored usage and
 * what the run froze: to draft them, and to check later that they still follow.
 *
 * @param before what counts as billed before
 */
record BucketCalculation(InvoicingRun run, int bucket, FrozenInputs frozen, BilledBefore before) {
    /** The first journal entry of a run that has issued invoices: what was issued before it counts as billed before. */
    static long firstEntry(JdbcClient jdbc, InvoicingRun run) {
        return jdbc.sql("SELECT min(n.journal_entry) FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id "
                + "WHERE i.run_id = ?").param(run.id()).query(Long.class).optional().orElse(IssuedBefore.NOW.entry());
    }

    /** What becomes of each group. */
    interface Outcome {
        /** Before anything is calculated. */
        void next();

        /** The group's invoices; none if there is nothing to charge. */
        void invoices(UUID groupId, List<DraftInvoice> invoices) throws SQLException;

        /** The group cannot be invoiced. */
        void parked(UUID groupId, ParkedGroup.Reason reason, List<String> details) throws SQLException;
    }

    /**
     * @param reading not in autocommit mode
     * @return how many there are
     */
    int calculate(Connection reading, Outcome outcome) throws SQLException {
        var list = frozen.prices(run.id(), run.id(), new Bucket(run.id(), bucket));
        var rating = new UsageRating(list);
        var rules = frozen.rules(run.id(), run.period(), run.id());
        var roundings = IntervalRoundings.of(reading, run, run.id(), run.period(), frozen, list);
        try (var groups = new FrozenGroups(reading, run, bucket);
                var sums = new UsageSums(reading, run, bucket, run.id(), run.period(),
                        list.changesWithin(run.period()), roundings);
                var prior = new PriorPeriods(reading, run, bucket, frozen, before)) {
            var terms = new CommitmentTerms(reading, run, bucket, frozen, before);
            int count = 0;
            for (var group = groups.next(); group != null; group = groups.next()) {
                outcome.next();
                calculate(asOf(group), new Inputs(rating, rules, sums, prior, terms), outcome);
                count++;
            }
            if (!sums.isExhausted() || !prior.isExhausted()) {
                throw new IllegalStateException("usage of a group that is not in bucket " + bucket);
            }
            return count;
        }
    }

    private FrozenGroup asOf(FrozenGroup group) {
        return before.withCredits(group, run.period()).laidOver(frozen.laidOver(), run.period());
    }

    private record Inputs(UsageRating rating, PeriodRules rules, UsageSums sums, PriorPeriods prior,
            CommitmentTerms terms) {}

    private static void calculate(FrozenGroup group, Inputs inputs, Outcome outcome) throws SQLException {
        // Both are read before anything can park the group, so that the next group finds its own.
        var usage = inputs.sums().of(group.id());
        try {
            var prior = inputs.prior().of(group);
            var rated = inputs.rating().rate(usage, group.customer());
            if (rated.problems().isEmpty()) {
                outcome.invoices(group.id(),
                        InvoiceCalculation.of(group, rated.rated(), prior, inputs.terms().of(group),
                                inputs.rules()));
            } else {
                outcome.parked(group.id(), rated.isOnlyWrongUnits()
                        ? ParkedGroup.Reason.WRONG_UNIT
                        : ParkedGroup.Reason.NO_PRICE, rated.problems().stream().distinct().toList());
            }
        } catch (NotInvoiceableException e) {
            outcome.parked(group.id(), e.reason(), List.of(String.valueOf(e.getMessage())));
        }
    }
}
