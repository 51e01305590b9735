package org.billinggroups.rehearsal;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a group's invoices of a period come to in a currency, and what they are compared with.
 *
 * @param groupId null for one that only the other system has
 * @param account the account that owned the group, or null
 * @param before the net total that was issued, or that the other system has; null if there is none
 * @param rehearsed the net total that comes out; null if none does
 * @param note why one of them is missing; empty otherwise
 */
public record ComparedGroup(@Nullable UUID groupId, String groupName, @Nullable String account, BillingPeriod period,
        CurrencyUnit currency, @Nullable Money before, @Nullable Money rehearsed, String note) {
    private static final BigDecimal HUNDRED = new BigDecimal("100");

    /** Whether there is something on both sides. */
    public boolean isComparable() {
        return before != null && rehearsed != null;
    }

    /** What comes out more than before; what is missing counts as nothing. */
    public Money difference() {
        var zero = Money.zero(currency);
        return (rehearsed == null ? zero : rehearsed).minus(before == null ? zero : before);
    }

    /** The difference in percent of before, with one decimal; null where that says nothing. */
    public @Nullable BigDecimal percent() {
        return isComparable() && before != null ? percent(before, difference()) : null;
    }

    static @Nullable BigDecimal percent(Money before, Money difference) {
        return before.isZero()
                ? null
                : difference.getAmount().multiply(HUNDRED).divide(before.getAmount().abs(), 1, RoundingMode.HALF_UP);
    }
}
