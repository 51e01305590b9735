package org.billinggroups.run;

import java.time.LocalDate;
import java.util.UUID;
import org.billinggroups.file.GivenText;
import org.billinggroups.file.RefusedException;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A credit to be granted.
 *
 * @param groupId its group, or null for one that is to be claimed by its code
 * @param amount above zero
 * @param from the first day on which it is valid, or null
 * @param until the last day, or null
 * @param description 1 to 200 characters; is on the invoice
 * @param claimCode 1 to 100 characters, or null
 */
public record NewCredit(@Nullable UUID groupId, CreditKind kind, Money amount, @Nullable LocalDate from,
        @Nullable LocalDate until, String description, @Nullable String claimCode) {
    private static final int LONGEST_DESCRIPTION = 200;
    private static final int LONGEST_CODE = 100;

    /** Refuses what cannot be granted. */
    public NewCredit {
        if (!amount.isPositive()) {
            throw new RefusedException("amount '" + amount + "': expected more than 0");
        }
        description = GivenText.require("description", description, LONGEST_DESCRIPTION);
        claimCode = claimCode == null ? null : GivenText.require("claim code", claimCode.strip(), LONGEST_CODE);
        if (from != null && until != null && until.isBefore(from)) {
            throw new RefusedException("until '" + until + "': expected a day not before " + from);
        }
    }
}
