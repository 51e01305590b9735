package org.billinggroups.invoice;

import java.time.LocalDate;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * Which invoices a list has; null and false are no restriction.
 *
 * @param openOnly those of which something is left to pay
 * @param overdueOn those of which something was to be paid before this day
 * @param accountId those of the groups of this account
 * @param issuedFrom the first day on which they were issued
 * @param issuedTo the last one
 */
public record InvoiceFilter(@Nullable BillingPeriod period, boolean openOnly, @Nullable LocalDate overdueOn,
        @Nullable String accountId, @Nullable UUID groupId, @Nullable LocalDate issuedFrom,
        @Nullable LocalDate issuedTo) {}
