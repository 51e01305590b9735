package org.billinggroups.invoice;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An invoice in a list.
 *
 * @param paymentReference its creditor reference, or null
 * @param dueDate null for drafts, estimates and credit notes
 * @param open what is left to pay, negative if more was paid than is due; null for drafts and estimates
 */
public record InvoiceSummary(long id, @Nullable String number, InvoiceState state, BillingPeriod period, UUID groupId,
        String groupName, Money total, Money amountDue, @Nullable String paymentReference,
        @Nullable LocalDate dueDate, @Nullable Money open) {
    /** For how many days something of it is due at a day's end; 0 if nothing is. */
    public long overdueDays(LocalDate day) {
        return overdueDays(dueDate, open, day);
    }

    /** The same of an invoice with that due date, of which so much is open. */
    public static long overdueDays(@Nullable LocalDate dueDate, @Nullable Money open, LocalDate day) {
        return dueDate == null || open == null || !open.isPositive()
                ? 0
                : Math.max(0, ChronoUnit.DAYS.between(dueDate, day));
    }
}
