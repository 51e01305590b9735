package org.billinggroups.receivable;

import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What is open of somebody's invoices in one currency, by the days since they were due. What was paid or credited
 * beyond what was due is below zero.
 *
 * @param groupId the billing group, or null for all of an account or currency
 * @param groupName its name, or null for all of an account
 * @param accountId the account; null for a group that has none
 */
public record AgedBalance(@Nullable UUID groupId, @Nullable String groupName, @Nullable String accountId,
        CurrencyUnit currency, Money notDue, Money days1To30, Money days31To60, Money days61To90, Money over90) {
    /** All of it. */
    public Money total() {
        return notDue.plus(List.of(days1To30, days31To60, days61To90, over90));
    }
}
