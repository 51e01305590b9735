package org.billinggroups.ledger;

import java.time.LocalDate;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A posting of an issued invoice or credit note, a payment or a prepaid credit, as accounting programs get it.
 *
 * @param number the number of the invoice, or what stands for it where there is none
 * @param entry what was posted: that number, or a payment; postings of the same entry add up to zero
 * @param group the name of the billing group
 * @param vatId the customer's, such as {@code FI20774740}
 * @param ledgerAccount our name of the account, such as {@code revenue:usage}
 * @param taxCode the VAT category and rate, such as {@code S25.5}
 * @param dueDate when it is to be paid, or null where nothing is
 * @param serviceDate the last day of the period of the lines behind it, or null without such
 * @param debtorAccount the group's own account in the seller's bookkeeping, or null
 * @param amount debit above zero, credit below
 */
record Posting(LocalDate date, String number, String entry, String company, String group, @Nullable String vatId,
        @Nullable String project, String ledgerAccount, @Nullable String taxCode, @Nullable LocalDate dueDate,
        @Nullable LocalDate serviceDate, @Nullable String debtorAccount, Money amount, String description) {
    /** Whether it is of an invoice or credit note, not of what was paid. */
    boolean isOfInvoice() {
        return entry.equals(number);
    }

    /** To whom and for what part of him the invoice is. */
    String customer() {
        return company.equals(group) ? company : company + ", " + group;
    }
}
