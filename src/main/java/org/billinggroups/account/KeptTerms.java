package org.billinggroups.account;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Commitments over a term are kept: while a term is under way, invoices say how much of it is used, so that it can end
 * early but neither vanish nor end before a period that is invoiced.
 */
@Repository
record KeptTerms(JdbcClient jdbc) {
    /**
     * Compares the groups of a plan with those that are there.
     *
     * @throws RefusedException if a term would be lost, or would end before a period that is invoiced
     */
    void require(Map<String, BillingGroup> present, ChangePlan plan) {
        for (var group : plan.rows().groups()) {
            var now = term(group);
            term(present.get(group.id().toString())).filter(before -> !now.equals(Optional.of(before)))
                    .ifPresent(before -> require(group, before, now));
        }
    }

    private static Optional<Term> term(@Nullable BillingGroup group) {
        var commitment = group == null ? null : group.terms().commitment();
        return commitment == null ? Optional.empty() : commitment.term();
    }

    private void require(BillingGroup group, Term before, Optional<Term> now) {
        var first = before.first();
        var last = before.last();
        if (now.isPresent() && now.get().first().equals(first)) {
            invoiced(group.id(), now.get().last().next(), last).ifPresent(period -> {
                throw refused(group, "cannot end with " + now.get().last() + ": " + period
                        + " is invoiced or being invoiced, so that 'until' can be " + period + " or later");
            });
        } else if (invoiced(group.id(), last, last).isEmpty()) {
            invoiced(group.id(), first, last).ifPresent(period -> {
                throw refused(group, "from " + first + " to " + last + " is under way, since " + period
                        + " is invoiced or being invoiced: it cannot be taken away, but 'until' can be " + period
                        + " or later");
            });
        } else if (now.isPresent() && now.get().first().compareTo(last) <= 0) {
            throw refused(group, "from " + first + " to " + last + " is settled: 'from' of the next one can be "
                    + last.next() + " or later");
        }
    }

    private static RefusedException refused(BillingGroup group, String what) {
        return new RefusedException("billing group '" + group.name() + "' (" + group.id() + "): its commitment "
                + what);
    }

    /** The last period between these two, inclusive, that the group has an invoice of, or a run under way. */
    private Optional<BillingPeriod> invoiced(UUID groupId, BillingPeriod first, BillingPeriod last) {
        return jdbc.sql("""
                SELECT max(period) FROM (
                    SELECT period FROM standing_invoice WHERE group_id = :group
                    UNION ALL
                    SELECT r.period FROM invoicing_run r JOIN frozen_group g ON g.run_id = r.id AND g.group_id = :group
                    WHERE r.finished_at IS NULL AND r.discarded_at IS NULL AND r.kind = 'invoicing'
                ) p WHERE period BETWEEN :first AND :last
                """).param("group", groupId).param("first", first.firstDay()).param("last", last.firstDay())
                .query(LocalDate.class).optional().map(BillingPeriod::startingOn);
    }
}
