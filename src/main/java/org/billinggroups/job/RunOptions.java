package org.billinggroups.job;

import java.nio.file.Path;
import java.util.Optional;
import org.billinggroups.invoicing.IssueDates;
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
 */
public record RunOptions(Optional<BillingPeriod> period, Until until, IssueDates.Wish issueDate, Path output,
        boolean outputGiven, boolean discardDrafts, boolean excludeUnknownProjects, boolean creditNegativeTotals) {

    /** How far a run goes. */
    public enum Until {
        /** Drafts are made and checked. */
        DRAFT("awaitApproval"),
        /** Numbers are given. */
        ISSUE("renderDocuments"),
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
