package org.billinggroups.ledger;

import org.jspecify.annotations.Nullable;

/** Tells where the postings of the next invoice begin. */
final class Grouping {
    private @Nullable String number;

    /** Whether the posting is the first of its invoice. */
    boolean isNew(Posting posting) {
        boolean isNew = !posting.number().equals(number);
        number = posting.number();
        return isNew;
    }
}
