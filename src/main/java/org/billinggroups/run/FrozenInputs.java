package org.billinggroups.run;

import java.time.LocalDate;
import java.util.List;
import java.util.stream.Stream;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.Seller;
import org.billinggroups.account.TaxRate;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRates;
import org.billinggroups.rating.PriceList;
import org.billinggroups.rating.PricePreference;
import org.billinggroups.rating.Prices;
import org.billinggroups.rating.Prices.Bucket;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a run froze. */
@Repository
public class FrozenInputs {
    private final JdbcClient jdbc;
    private final Prices prices;
    private final ExchangeRates exchangeRates;

    FrozenInputs(JdbcClient jdbc, Prices prices, ExchangeRates exchangeRates) {
        this.exchangeRates = exchangeRates;
        this.jdbc = jdbc;
        this.prices = prices;
    }

    /** Forgets what an estimate froze, what others rest on last, in the caller's transaction. */
    public void forget(long runId) {
        exchangeRates.forgetFrozenBy(runId);
        for (var table : List.of("frozen_commitment_term", "frozen_credit", "frozen_prior_period", "frozen_membership",
                "frozen_price",
                "frozen_interval_rounding", "frozen_tax_rate", "frozen_usage_file", "excluded_usage", "frozen_group")) {
            jdbc.sql("DELETE FROM " + table + " WHERE run_id = ?").param(runId).update();
        }
    }

    /** The buckets into which the run dealt its groups. */
    public List<Integer> buckets(long runId) {
        return jdbc.sql("SELECT DISTINCT bucket FROM frozen_group WHERE run_id = ? ORDER BY bucket").param(runId)
                .query(Integer.class).list();
    }

    /** The seller as frozen. */
    public Seller seller(long runId) {
        return FrozenJson.read(
                jdbc.sql("SELECT seller FROM invoicing_run WHERE id = ?").param(runId).query(String.class).single(),
                Seller.class);
    }

    /**
     * The prices with which a run prices usage of any group: those that the base run froze, for SKUs that had none
     * those of the runs that billed late usage of its period before, and at last its own.
     *
     * @param baseRunId the run itself, or the earlier one whose period is priced again
     * @param only the groups whose own prices are wanted; null for all
     */
    public PriceList prices(long baseRunId, long runId, @Nullable Bucket only) {
        return prices(baseRunId, jdbc.sql("""
                SELECT DISTINCT unnest(earlier_runs) FROM frozen_prior_period
                WHERE run_id = ? AND base_run_id = ? ORDER BY 1
                """).params(runId, baseRunId).query(Long.class).list(), runId, only);
    }

    /** The same for a group of which these runs billed late usage before. */
    public PriceList prices(long baseRunId, List<Long> earlierRuns, long runId, @Nullable Bucket only) {
        return Stream.concat(earlierRuns.stream(), Stream.of(runId)).filter(id -> id != baseRunId)
                .map(id -> prices(id, only)).reduce(prices(baseRunId, only), PriceList::orElse);
    }

    private PriceList prices(long runId, @Nullable Bucket only) {
        boolean ownCurrencyFirst = jdbc.sql("SELECT own_currency_first FROM invoicing_run WHERE id = ?").param(runId)
                .query(Boolean.class).single();
        return new PriceList(prices.frozenBy(runId, only),
                ownCurrencyFirst ? PricePreference.OWN_CURRENCY : PricePreference.EXACT_SKU);
    }

    /** The rules of the run's own period, or of an earlier one, by what the run that invoiced it froze. */
    public PeriodRules rules(long baseRunId, BillingPeriod period, long runId) {
        var rates = exchangeRates.frozenBy(baseRunId, period);
        return new PeriodRules(period, taxRules(baseRunId, period), rates.unitsPerEuro().isEmpty()
                ? exchangeRates.frozenBy(runId, period)
                : rates, seller(baseRunId).currency(),
                totalRules(runId));
    }

    /** What the run was asked to do about small, zero and negative totals. */
    public TotalRules totalRules(long runId) {
        return jdbc.sql("""
                SELECT small_amounts, credit_negative_totals, zero_invoices_skipped FROM invoicing_run WHERE id = ?
                """).param(runId)
                .query((rs, row) -> new TotalRules(
                        SmallAmounts.parse(rs.getString("small_amounts"), CurrencyUnit.EUR),
                        rs.getBoolean("credit_negative_totals"), rs.getBoolean("zero_invoices_skipped")))
                .single();
    }

    /** The tax rules of a period, by the rates and the seller that the run froze. */
    private TaxRules taxRules(long runId, BillingPeriod period) {
        var rates = jdbc.sql("SELECT country_code, tax_class, valid_from, rate FROM frozen_tax_rate WHERE run_id = ?")
                .param(runId)
                .query((rs, row) -> new TaxRate(rs.getString("country_code"), rs.getString("tax_class"),
                        rs.getObject("valid_from", LocalDate.class), rs.getBigDecimal("rate")))
                .list();
        return new TaxRules(seller(runId).countryCode(), rates, period.lastDay());
    }
}
