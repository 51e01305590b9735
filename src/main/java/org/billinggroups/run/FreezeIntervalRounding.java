package org.billinggroups.run;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Finds out for a run which usage rows a price rounds one by one, so that the database can do it while it sums. */
@Service
record FreezeIntervalRounding(JdbcClient jdbc, JdbcTemplate batch, FrozenInputs frozen) {
    /** Looks at the run's period and at those of which it bills late usage, each with the prices of its base run. */
    void freeze(long runId) {
        var sources = jdbc.sql("""
                SELECT id AS base_run_id, period FROM invoicing_run WHERE id = :run
                UNION SELECT base_run_id, period FROM frozen_prior_period WHERE run_id = :run ORDER BY 1, 2
                """).param("run", runId).query((rs, row) -> new IntervalRounding.Source(rs.getLong("base_run_id"),
                BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)))).list();
        for (var source : sources) {
            write(runId, source, IntervalRounding.of(jdbc, source, runId,
                    frozen.prices(source.baseRunId(), runId, null)));
        }
    }

    private void write(long runId, IntervalRounding.Source source, List<IntervalRounding> roundings) {
        batch.batchUpdate("INSERT INTO frozen_interval_rounding (run_id, base_run_id, group_id, sku, currency, "
                + "valid_from, valid_to, step) VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                roundings.stream().map(rounding -> new @Nullable Object[]{ runId, source.baseRunId(),
                        rounding.groupId(), rounding.sku(), rounding.currency(),
                        rounding.validFrom().atOffset(ZoneOffset.UTC), rounding.validTo().atOffset(ZoneOffset.UTC),
                        rounding.step() }).toList());
    }
}
