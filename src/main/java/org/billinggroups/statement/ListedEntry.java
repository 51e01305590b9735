package org.billinggroups.statement;

import java.time.LocalDate;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An entry of a statement as it is now.
 *
 * @param entry its key
 * @param amount below zero what left the account
 * @param reference the structured reference, if there is one
 * @param remitter who paid, or was paid
 * @param remittance what that one wrote
 * @param reason why it is not matched, or not wholly
 */
public record ListedEntry(long entry, LocalDate bookedOn, Money amount, CurrencyUnit currency,
        @Nullable String reference, @Nullable String remitter, @Nullable String remittance, EntryState state,
        @Nullable String reason) {}
