package org.billinggroups.rehearsal;

import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What came out of a rehearsal.
 *
 * @param groups by currency, the biggest difference first
 * @param totals by currency
 * @param parts by currency, the biggest difference first
 * @param parked groups that would get no invoice
 * @param notes what whoever reads it has to know
 */
public record RehearsalResult(RehearsalRequest request, List<ComparedGroup> groups, List<Total> totals,
        List<Part> parts, List<Parked> parked, List<String> notes) {
    /**
     * What all groups of a currency come to that have something on both sides.
     *
     * @param percent the difference in percent of before; null where that says nothing
     * @param onlyBefore what is on no other side: parked, or missing here
     * @param onlyRehearsed the same where nothing was before
     */
    public record Total(CurrencyUnit currency, int groups, Money before, Money rehearsed, Money difference,
            @Nullable BigDecimal percent, Money onlyBefore, Money onlyRehearsed) {}

    /** What a service costs a project, over all periods; group lines have their type in the place of the service. */
    public record Part(CurrencyUnit currency, String service, String project, Money before, Money rehearsed) {
        /** What comes out more. */
        public Money difference() {
            return rehearsed.minus(before);
        }
    }

    /**
     * A group that would get no invoice.
     *
     * @param before whether it got none either when the period was issued
     */
    public record Parked(UUID groupId, String groupName, BillingPeriod period, String reason, String detail,
            boolean before) {}

    /** The rows in which something differs. */
    public List<ComparedGroup> differing() {
        return groups.stream().filter(group -> !group.difference().isZero()).toList();
    }
}
