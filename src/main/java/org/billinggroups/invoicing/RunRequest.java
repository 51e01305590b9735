package org.billinggroups.invoicing;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.MembershipRule;

/**
 * What a run is asked to do; from freezing on, the run itself remembers it.
 *
 * @param excludeUnknownProjects whether usage of projects that nobody created is left out instead of refused
 * @param buckets into how many parts the groups are dealt, to be worked on at the same time
 * @param smallAmountThreshold a pre-tax total above zero and below this is not charged; 0 for off
 * @param approvalRequired whether each draft has to be approved before it is issued
 */
public record RunRequest(
        String sellerId,
        BillingPeriod period,
        int attempt,
        LocalDate issueDate,
        Path output,
        MembershipRule membershipRule,
        boolean excludeUnknownProjects,
        int buckets,
        BigDecimal smallAmountThreshold,
        boolean approvalRequired) {}
