package org.billinggroups.run;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRates;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/** Copies for a run what amounts are calculated with: prices, tax rates, exchange rates, credits. */
@Service
record FreezeAmounts(JdbcClient jdbc, ExchangeRates exchangeRates, FreezeIntervalRounding intervalRounding,
        Credits credits, Clock clock) {
    void freezePrices(long runId, BillingPeriod period) {
        jdbc.sql("""
                INSERT INTO frozen_price (run_id, price_id)
                SELECT :run, id FROM price WHERE replaced_at IS NULL AND valid_from < :end AND (group_id IS NULL
                    OR group_id IN (SELECT group_id FROM frozen_group WHERE run_id = :run))
                """).param("run", runId).param("end", period.next().firstDay()).update();
        jdbc.sql("""
                INSERT INTO frozen_tax_rate (run_id, country_code, tax_class, valid_from, rate)
                SELECT :run, country_code, tax_class, valid_from, rate FROM tax_rate
                """).param("run", runId).update();
    }

    /** What also depends on the earlier periods of which the run bills late usage. */
    void freezeRates(long runId, BillingPeriod period) {
        exchangeRates.freeze(runId, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
        intervalRounding.freeze(runId);
        credits.freeze(runId, period);
    }
}
