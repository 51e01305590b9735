package org.billinggroups.run;

import java.nio.file.Path;
import java.time.LocalDate;
import org.billinggroups.period.BillingPeriod;

/**
 * What a run is asked to do; from freezing on, the run itself remembers it.
 *
 * @param kind whether invoices or estimates are made
 * @param excludeUnknownProjects whether usage of projects that nobody created is left out instead of refused
 * @param buckets into how many parts the groups are dealt, to be worked on at the same time
 * @param totals what becomes of small and negative totals
 * @param zeroPricedHidden whether documents leave usage without charge out
 * @param approval whether each draft has to be approved before it is issued, and by whom
 * @param missingUsage what may be invoiced although usage is missing
 */
public record RunRequest(
        InvoicingRun.Kind kind,
        String sellerId,
        BillingPeriod period,
        int attempt,
        LocalDate issueDate,
        Path output,
        MembershipRule membershipRule,
        boolean excludeUnknownProjects,
        int buckets,
        TotalRules totals,
        boolean zeroPricedHidden,
        ApprovalRule approval,
        MissingUsage.Consent missingUsage) {}
