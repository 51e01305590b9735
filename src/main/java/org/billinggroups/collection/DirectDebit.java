package org.billinggroups.collection;

import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.SepaMandate;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is collected of one invoice.
 *
 * @param position in the collection, from 1
 * @param number the invoice's
 * @param groupName the billing group's
 * @param buyer who is debited, as the invoice names him
 * @param mandate as the invoice names it
 * @param amount in euros, above zero
 * @param endToEndId by which banks name it
 * @param paymentId by which the seller's bank names it with all others of the same scheme and sequence
 * @param accountChanged whether the mandate was used with another account before
 * @param reference the creditor reference, or null where the number alone tells what is paid
 */
public record DirectDebit(int position, long invoiceId, String number, String groupName, BillingDetails buyer,
        SepaMandate mandate, Money amount, String endToEndId, String paymentId, Sequence sequence,
        boolean accountChanged, @Nullable String reference) {
    /** Whether a mandate was used before; the names are those of the scheme. */
    public enum Sequence {
        /** The first collection of a mandate. */
        FRST,
        /** Each later one, also where earlier ones were returned. */
        RCUR
    }
}
