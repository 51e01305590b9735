package org.billinggroups.statement;

import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A booked entry as a statement tells it; each transaction of a batch is one.
 *
 * @param statement which statement of the file it is on: identical entries of one statement are several, identical ones
 *        of two statements that overlap are the same
 * @param amount below zero what left the account
 * @param bankReferences all that the bank, or who pays, tells entries apart by
 * @param endToEndId the payer's or our own id of the transaction
 * @param collectionId our own id of a collection
 * @param creditorReferences structured references
 * @param texts what the payer wrote, line by line
 * @param returnReason why a collection was returned
 */
record BankEntry(long line, int statement, String account, String currency, LocalDate bookedOn, BigDecimal amount,
        EntryKind kind, List<String> bankReferences, @Nullable String endToEndId, @Nullable String collectionId,
        List<String> creditorReferences, @Nullable String remitter, List<String> texts,
        @Nullable String returnReason) {
    /** What banks and payers write where they have no reference. */
    private static final Set<String> NO_REFERENCE = Set.of("NONREF", "NOTPROVIDED", "NOT PROVIDED");

    /** Leaves references out that say that there is none. */
    BankEntry {
        bankReferences = bankReferences.stream().filter(text -> meant(text) != null).toList();
    }

    /** The reference, or null if it says that there is none. */
    static @Nullable String meant(@Nullable String reference) {
        return reference == null || reference.isEmpty() || NO_REFERENCE.contains(reference) ? null : reference;
    }

    /** Takes what entries go to. */
    interface Sink {
        /** A booked entry. */
        void add(BankEntry entry) throws SQLException;

        /** An entry that is announced, pending or without an amount. */
        void leaveOut();
    }
}
