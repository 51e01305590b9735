package org.billinggroups.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Customer;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceList;
import org.billinggroups.rating.QuantityRounding;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Usage rows that a price rounds one by one.
 *
 * @param groupId the group whose own price it is; null for all groups of the currency
 * @param step to a multiple of which each row is rounded up; null where a group's own price rounds none
 */
public record IntervalRounding(@Nullable UUID groupId, String sku, String currency, Instant validFrom, Instant validTo,
        @Nullable BigDecimal step) {
    /** A period, and the run whose prices are taken for it. */
    record Source(long baseRunId, BillingPeriod period) {}

    /** What these prices round of the usage that a run has frozen of a period; what groups have for their own first. */
    static List<IntervalRounding> of(JdbcClient jdbc, Source source, long runId, PriceList list) {
        if (!list.anyMatches(IntervalRounding::roundsIntervals)) {
            return List.of();
        }
        var period = source.period();
        var changes = list.changesWithin(period);
        var skus = jdbc.sql("""
                SELECT DISTINCT u.sku FROM usage_file_sku u
                JOIN frozen_usage_file f ON f.run_id = ? AND f.period = u.period AND f.file_id = u.file_id
                WHERE u.period = ?
                """).params(runId, period.firstDay()).query(String.class).list();
        List<IntervalRounding> roundings = new ArrayList<>();
        for (var customer : customers(jdbc, runId, source.baseRunId(), list.groups())) {
            var bounds = bounds(period, changes.of(customer.groupId()));
            for (var sku : skus.stream().filter(one -> list.isPriced(one, customer.groupId())).toList()) {
                for (int i = 0; i + 1 < bounds.size(); i++) {
                    var step = step(list.find(sku, customer, bounds.get(i)));
                    if (isToBeSaid(list, sku, customer, bounds.get(i), step)) {
                        roundings.add(new IntervalRounding(customer.groupId(), sku, customer.currency().getCode(),
                                bounds.get(i), bounds.get(i + 1), step));
                    }
                }
            }
        }
        return roundings;
    }

    /** What holds for everyone is not said again for each group. */
    private static boolean isToBeSaid(PriceList list, String sku, Customer customer, Instant from,
            @Nullable BigDecimal step) {
        var everyone = new Customer(null, customer.currency());
        return customer.groupId() == null
                ? step != null
                : !Objects.equals(step, step(list.find(sku, everyone, from)));
    }

    /** The groups that have prices of their own, and each currency of the groups. */
    private static List<Customer> customers(JdbcClient jdbc, long runId, long baseRunId, Set<UUID> withOwnPrices) {
        List<Customer> groups = jdbc.sql("""
                SELECT b.group_id, b.currency FROM frozen_group g
                JOIN frozen_group b ON b.run_id = :base AND b.group_id = g.group_id WHERE g.run_id = :run
                ORDER BY b.group_id
                """).param("run", runId).param("base", baseRunId)
                .query((rs, row) -> new Customer(rs.getObject("group_id", UUID.class),
                        CurrencyUnit.of(rs.getString("currency"))))
                .list();
        return Stream.concat(groups.stream().filter(group -> withOwnPrices.contains(group.groupId())),
                groups.stream().map(Customer::currency).distinct().map(of -> new Customer(null, of))).toList();
    }

    private static List<Instant> bounds(BillingPeriod period, List<Instant> changes) {
        return Stream.of(List.of(period.start()), changes, List.of(period.end())).flatMap(List::stream).toList();
    }

    private static boolean roundsIntervals(Price price) {
        return price.rounding().scope() == QuantityRounding.Scope.INTERVAL;
    }

    private static @Nullable BigDecimal step(Optional<Price> price) {
        return price.filter(IntervalRounding::roundsIntervals).map(found -> found.rounding().step()).orElse(null);
    }
}
