package org.billinggroups.invoice;

import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** An invoice in a list. */
public record InvoiceSummary(long id, @Nullable String number, InvoiceState state, BillingPeriod period, UUID groupId,
        String groupName, Money total, Money amountDue) {}
