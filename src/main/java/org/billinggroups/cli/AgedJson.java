package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.billinggroups.receivable.AgedBalance;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What is owed by the days since it was due, as JSON. */
record AgedJson(@Nullable NamedGroup billingGroup, @Nullable String account, CurrencyUnit currency, Money notDue,
        @JsonProperty("days_1_30") Money days1To30, @JsonProperty("days_31_60") Money days31To60,
        @JsonProperty("days_61_90") Money days61To90, @JsonProperty("over_90") Money over90, Money total) {
    static AgedJson of(AgedBalance one) {
        var group = one.groupId() == null ? null : new NamedGroup(one.groupId(), Output.text(one.groupName()));
        return new AgedJson(group, one.accountId(), one.currency(), one.notDue(), one.days1To30(), one.days31To60(),
                one.days61To90(), one.over90(), one.total());
    }
}
