package org.billinggroups.job;

import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.billinggroups.invoice.IssueDates;
import org.billinggroups.period.BillingPeriod;

/**
 * What the operator asks of {@code billing run}.
 *
 * @param period the period, or empty to catch up
 * @param until how far to go
 * @param issueDate the date of the invoices that is asked for
 * @param output where run folders appear
 * @param outputGiven whether the operator named that folder
 * @param creditNegativeTotals whether totals below zero are issued as credit notes instead of parking their groups
 * @param withoutUsage whether periods and groups may be invoiced without usage
 * @param missingUsageOf the groups of which the operator said that they may
 */
public record RunOptions(Optional<BillingPeriod> period, Until until, IssueDates.Wish issueDate, Path output,
        boolean outputGiven, boolean discardDrafts, boolean excludeUnknownProjects, boolean creditNegativeTotals,
        boolean withoutUsage, Set<UUID> missingUsageOf) {
    /** Options that say nothing of missing usage. */
    RunOptions(Optional<BillingPeriod> period, Until until, IssueDates.Wish issueDate, Path output,
            boolean outputGiven, boolean discardDrafts, boolean excludeUnknownProjects, boolean creditNegativeTotals) {
        this(period, until, issueDate, output, outputGiven, discardDrafts, excludeUnknownProjects,
                creditNegativeTotals, false, Set.of());
    }

    /** How far a run goes. */
    public enum Until {
        /** Drafts are made and checked. */
        DRAFT(InvoicePeriodJob.APPROVAL_STEP),
        /** Numbers are given. */
        ISSUE(InvoicePeriodJob.RENDER_STEP),
        /** Everything is published. */
        PUBLISH("");

        private final String stopBefore;

        Until(String stopBefore) {
            this.stopBefore = stopBefore;
        }

        String stopBefore() {
            return stopBefore;
        }
    }
}
