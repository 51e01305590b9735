package org.billinggroups.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
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
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Finds out for a run which usage rows a price rounds one by one, so that the database can do it while it sums. */
@Service
record FreezeIntervalRounding(JdbcClient jdbc, JdbcTemplate batch, FrozenInputs frozen) {
    private record Source(long baseRunId, BillingPeriod period) {}

    /** Looks at the run's period and at those of which it bills late usage, each with the prices of its base run. */
    void freeze(long runId) {
        var sources = jdbc.sql("""
                SELECT id AS base_run_id, period FROM invoicing_run WHERE id = :run
                UNION SELECT base_run_id, period FROM frozen_prior_period WHERE run_id = :run ORDER BY 1, 2
                """).param("run", runId).query((rs, row) -> new Source(rs.getLong("base_run_id"),
                BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)))).list();
        for (var source : sources) {
            freeze(runId, source, frozen.prices(source.baseRunId(), runId, null));
        }
    }

    private void freeze(long runId, Source source, PriceList list) {
        if (!list.anyMatches(FreezeIntervalRounding::roundsIntervals)) {
            return;
        }
        var period = source.period();
        var changes = list.changesWithin(period);
        var skus = jdbc.sql("""
                SELECT DISTINCT u.sku FROM usage_file_sku u
                JOIN frozen_usage_file f ON f.run_id = ? AND f.period = u.period AND f.file_id = u.file_id
                WHERE u.period = ?
                """).params(runId, period.firstDay()).query(String.class).list();
        List<@Nullable Object[]> rows = new ArrayList<>();
        for (var customer : customers(runId, source.baseRunId(), list.groups())) {
            var everyone = new Customer(null, customer.currency());
            var bounds = bounds(period, changes.of(customer.groupId()));
            for (var sku : skus) {
                for (int i = 0; i + 1 < bounds.size() && list.isPriced(sku, customer.groupId()); i++) {
                    var step = step(list.find(sku, customer, bounds.get(i)));
                    // What holds for everyone is not said again for each group.
                    if (customer.groupId() == null
                            ? step != null
                            : !Objects.equals(step, step(list.find(sku, everyone, bounds.get(i))))) {
                        rows.add(new @Nullable Object[]{ runId, source.baseRunId(), customer.groupId(), sku,
                                customer.currency().getCode(), bounds.get(i).atOffset(ZoneOffset.UTC),
                                bounds.get(i + 1).atOffset(ZoneOffset.UTC), step });
                    }
                }
            }
        }
        batch.batchUpdate("INSERT INTO frozen_interval_rounding (run_id, base_run_id, group_id, sku, currency, "
                + "valid_from, valid_to, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows);
    }

    /** Each currency of the groups, and the groups that have prices of their own. */
    private List<Customer> customers(long runId, long baseRunId, Set<UUID> withOwnPrices) {
        List<Customer> groups = jdbc.sql("""
                SELECT b.group_id, b.currency FROM frozen_group g
                JOIN frozen_group b ON b.run_id = :base AND b.group_id = g.group_id WHERE g.run_id = :run
                ORDER BY b.group_id
                """).param("run", runId).param("base", baseRunId)
                .query((rs, row) -> new Customer(rs.getObject("group_id", UUID.class),
                        CurrencyUnit.of(rs.getString("currency"))))
                .list();
        return Stream.concat(groups.stream().map(Customer::currency).distinct().map(of -> new Customer(null, of)),
                groups.stream().filter(group -> withOwnPrices.contains(group.groupId()))).toList();
    }

    private static List<Instant> bounds(BillingPeriod period, List<Instant> changes) {
        return Stream.of(List.of(period.start()), changes, List.of(period.end())).flatMap(List::stream).toList();
    }

    private static boolean roundsIntervals(Price price) {
        return price.rounding().scope() == QuantityRounding.Scope.INTERVAL;
    }

    private static @Nullable BigDecimal step(Optional<Price> price) {
        return price.filter(FreezeIntervalRounding::roundsIntervals).map(found -> found.rounding().step())
                .orElse(null);
    }
}
