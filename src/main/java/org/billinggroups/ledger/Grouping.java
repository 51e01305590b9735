package org.billinggroups.ledger;

import org.jspecify.annotations.Nullable;

/** Tells where the postings of the next invoice or payment begin. */
final class Grouping {
    private @Nullable String entry;

    /** Whether the posting is the first of its entry. */
    boolean isNew(Posting posting) {
        boolean isNew = !posting.entry().equals(entry);
        entry = posting.entry();
        return isNew;
    }
}
