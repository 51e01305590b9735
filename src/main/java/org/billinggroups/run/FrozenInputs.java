package org.billinggroups.run;

import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
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
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what a run froze. */
@Repository
public class FrozenInputs {
    private final JdbcClient jdbc;
    private final Prices prices;
    private final ExchangeRates exchangeRates;
    private final LaidOver other;

    @Autowired
    FrozenInputs(JdbcClient jdbc, Prices prices, ExchangeRates exchangeRates) {
        this(jdbc, prices, exchangeRates, LaidOver.NOTHING);
    }

    private FrozenInputs(JdbcClient jdbc, Prices prices, ExchangeRates exchangeRates, LaidOver other) {
        this.exchangeRates = exchangeRates;
        this.jdbc = jdbc;
        this.prices = prices;
        this.other = other;
    }

    /** The same with others laid over them. */
    public FrozenInputs with(LaidOver laidOver) {
        return new FrozenInputs(jdbc, prices, exchangeRates, laidOver);
    }

    /** What is laid over them. */
    public LaidOver laidOver() {
        return other;
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
        record Run(LocalDate period, boolean ownCurrencyFirst) {}
        var run = jdbc.sql("SELECT period, own_currency_first FROM invoicing_run WHERE id = ?").param(runId)
                .query(Run.class).single();
        var own = prices.frozenBy(runId, only);
        return new PriceList(other.covers(BillingPeriod.startingOn(run.period())) ? other.prices().over(own) : own,
                run.ownCurrencyFirst() ? PricePreference.OWN_CURRENCY : PricePreference.EXACT_SKU);
    }

    /**
     * Which usage rows of a period these prices round one by one, where what the run froze of it cannot count; else
     * empty.
     */
    public Optional<List<IntervalRounding>> roundings(long baseRunId, BillingPeriod period, long runId,
            PriceList list) {
        return other.prices().isEmpty()
                ? Optional.empty()
                : Optional.of(IntervalRounding.of(jdbc, new IntervalRounding.Source(baseRunId, period), runId, list));
    }

    /** The rules of the run's own period, or of an earlier one, by what the run that invoiced it froze. */
    public PeriodRules rules(long baseRunId, BillingPeriod period, long runId) {
        var rates = exchangeRates.frozenBy(baseRunId, period);
        var known = rates.unitsPerEuro().isEmpty() ? exchangeRates.frozenBy(runId, period) : rates;
        var seller = seller(baseRunId, period);
        return new PeriodRules(period, taxRules(baseRunId, period, seller),
                other.covers(period) ? other.rates().over(known, period) : known,
                seller.currency(), totalRules(runId));
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
    private TaxRules taxRules(long runId, BillingPeriod period, Seller seller) {
        var rates = jdbc.sql("SELECT country_code, tax_class, valid_from, rate FROM frozen_tax_rate WHERE run_id = ?")
                .param(runId)
                .query((rs, row) -> new TaxRate(rs.getString("country_code"), rs.getString("tax_class"),
                        rs.getObject("valid_from", LocalDate.class), rs.getBigDecimal("rate")))
                .list();
        return new TaxRules(seller.countryCode(),
                other.covers(period) ? other.terms().over(rates) : rates, period.lastDay());
    }

    private Seller seller(long runId, BillingPeriod period) {
        return other.covers(period) ? other.terms().over(seller(runId)) : seller(runId);
    }
}
