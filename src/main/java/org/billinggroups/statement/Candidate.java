package org.billinggroups.statement;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An entry with what it may belong to.
 *
 * @param position its place among the new entries of the file
 * @param bookedOn the day on which the bank booked it
 * @param collected what was collected by the id that it names
 * @param referenced the invoices of its structured references
 * @param named the invoices and credit notes whose numbers are in its text, in the order of their numbers
 */
record Candidate(int position, LocalDate bookedOn, EntryKind kind, BigDecimal amount, String currency,
        List<Owed> collected, List<Owed> referenced, List<Owed> named) {
    /**
     * An issued invoice.
     *
     * @param number the number that was found: the invoice's own, or that of a credit note for it
     * @param isCreditNote whether it is that of a credit note
     * @param open what was open before the file; below zero what the customer is owed
     * @param paid what was paid before the file
     * @param collected how much was collected of it; null if not asked for by a collection
     * @param isReturned whether the return of that is noted
     */
    record Owed(long invoiceId, String number, boolean isCreditNote, String currency, UUID groupId,
            BigDecimal open, BigDecimal paid, @Nullable BigDecimal collected, boolean isReturned) {}
}
