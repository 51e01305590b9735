package org.billinggroups.run;

import java.time.LocalDate;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A credit that was granted.
 *
 * @param groupId the group that has it, or null as long as nobody has claimed it
 * @param remaining what neither invoices nor drafts have taken
 * @param from the first day on which it is valid, or null
 * @param until the last day, or null
 */
public record Credit(long id, @Nullable UUID groupId, @Nullable String groupName, CreditKind kind, Money amount,
        Money remaining, @Nullable LocalDate from, @Nullable LocalDate until, String description,
        @Nullable String claimCode) {}
