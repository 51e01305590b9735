package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rehearsal.ComparedGroup;
import org.billinggroups.rehearsal.RehearsalResult;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What came out of a rehearsal, as JSON. */
record RehearsalJson(BillingPeriod first, BillingPeriod last, List<Group> groups, List<Total> totals,
        List<Part> services, List<Parked> parked, List<String> notes, List<Path> files) {
    static RehearsalJson of(RehearsalResult result, List<Path> files) {
        boolean other = result.request().against().isPresent();
        return new RehearsalJson(result.request().first(), result.request().last(),
                result.groups().stream().map(group -> Group.of(group, other)).toList(),
                result.totals().stream().map(total -> Total.of(total, other)).toList(),
                result.parts().stream().map(part -> new Part(part.currency(), part.service(), part.project(),
                        part.before(), part.rehearsed(), part.difference())).toList(),
                result.parked().stream().map(group -> new Parked(new NamedGroup(group.groupId(), group.groupName()),
                        group.period(), group.reason(), group.detail(), group.before())).toList(),
                result.notes(), files);
    }

    /** @param id null for a group that only the other system has */
    record Id(@Nullable UUID id, String name) {}

    /** One of the amounts that are compared has the other's place where there is nothing to compare with. */
    record Group(Id billingGroup, @Nullable String account, BillingPeriod period, CurrencyUnit currency,
            @Nullable Money issuedNet, @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Money otherNet,
            @Nullable Money rehearsedNet, Money difference, @Nullable BigDecimal percent, String note) {
        static Group of(ComparedGroup group, boolean other) {
            return new Group(new Id(group.groupId(), group.groupName()), group.account(), group.period(),
                    group.currency(), other ? null : group.before(), other ? group.before() : null, group.rehearsed(),
                    group.difference(), group.percent(), group.note());
        }
    }

    record Total(CurrencyUnit currency, int groups, @Nullable Money issuedNet,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Money otherNet, Money rehearsedNet, Money difference,
            @Nullable BigDecimal percent, Money notRehearsed, Money onlyRehearsed) {
        static Total of(RehearsalResult.Total total, boolean other) {
            return new Total(total.currency(), total.groups(), other ? null : total.before(),
                    other ? total.before() : null, total.rehearsed(), total.difference(), total.percent(),
                    total.onlyBefore(), total.onlyRehearsed());
        }
    }

    record Part(CurrencyUnit currency, String service, String project, Money issuedNet, Money rehearsedNet,
            Money difference) {}

    record Parked(NamedGroup billingGroup, BillingPeriod period, String reason, String detail,
            boolean asWhenIssued) {}
}
