package org.billinggroups.run;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.Price;
import org.billinggroups.rating.PriceList;
import org.billinggroups.rating.QuantityRounding;
import org.joda.money.CurrencyUnit;
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
            freeze(runId, source, frozen.prices(source.baseRunId(), runId));
        }
    }

    private void freeze(long runId, Source source, PriceList list) {
        if (!list.anyMatches(FreezeIntervalRounding::roundsIntervals)) {
            return;
        }
        var period = source.period();
        List<Instant> bounds = new ArrayList<>(List.of(period.start()));
        bounds.addAll(list.changesWithin(period));
        bounds.add(period.end());
        var currencies = jdbc.sql("""
                SELECT DISTINCT b.currency FROM frozen_group g
                JOIN frozen_group b ON b.run_id = :base AND b.group_id = g.group_id WHERE g.run_id = :run
                """).param("run", runId).param("base", source.baseRunId()).query(String.class).list();
        var skus = jdbc.sql("""
                SELECT DISTINCT u.sku FROM usage_file_sku u
                JOIN frozen_usage_file f ON f.run_id = ? AND f.period = u.period AND f.file_id = u.file_id
                WHERE u.period = ?
                """).params(runId, period.firstDay()).query(String.class).list();
        List<Object[]> rows = new ArrayList<>();
        for (var sku : skus) {
            for (var currency : currencies) {
                for (int i = 0; i + 1 < bounds.size(); i++) {
                    var price = list.find(sku, CurrencyUnit.of(currency), bounds.get(i))
                            .filter(FreezeIntervalRounding::roundsIntervals);
                    if (price.isPresent()) {
                        rows.add(new Object[]{ runId, source.baseRunId(), sku, currency,
                                bounds.get(i).atOffset(ZoneOffset.UTC), bounds.get(i + 1).atOffset(ZoneOffset.UTC),
                                step(price.get()) });
                    }
                }
            }
        }
        batch.batchUpdate("INSERT INTO frozen_interval_rounding (run_id, base_run_id, sku, currency, valid_from, "
                + "valid_to, step) VALUES (?, ?, ?, ?, ?, ?, ?)", rows);
    }

    private static boolean roundsIntervals(Price price) {
        return price.rounding().scope() == QuantityRounding.Scope.INTERVAL;
    }

    private static BigDecimal step(Price price) {
        return Objects.requireNonNull(price.rounding().step());
    }
}
