package org.billinggroups.rating;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.sql.DataSource;
import org.billinggroups.database.CopyWriter;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.ReadFile;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** The exchange rates in the database. */
@Repository
public class ExchangeRates {
    /**
     * A rate that was published longer before the end of a period is none for it: then an import was forgotten. The
     * bank publishes on all its working days, of which even holidays never leave out ten in a row.
     */
    static final int LONGEST_DAYS_BEFORE = 10;
    private static final int LISTED = 5;

    private final DataSource dataSource;
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final PriceHistory history;

    ExchangeRates(DataSource dataSource, JdbcClient jdbc, TransactionOperations transaction, PriceHistory history) {
        this.history = history;
        this.dataSource = dataSource;
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    /** How many rates of a file were new, took the place of another, or were there already. */
    public record Imported(int created, int replaced, int unchanged) {}

    /** A rate: units of the currency for one euro. */
    public record Listed(LocalDate day, String currency, BigDecimal rate) {}

    /**
     * Imports a file of the European Central Bank, all of it or nothing.
     *
     * @param replace whether a rate that is known otherwise is replaced, for later runs
     * @param onlyTry whether nothing is to be kept
     * @param actor who asks for it, for the history
     * @throws InvalidInputException if the file cannot be used
     * @throws RefusedException if a rate is known otherwise and not to be replaced
     */
    public Imported importFile(Path file, boolean replace, boolean onlyTry, String actor) {
        var read = ReadFile.of(file, EcbRatesCsv::read);
        return transaction.execute(status -> {
            if (onlyTry) {
                status.setRollbackOnly();
            }
            lock();
            return store(read.content(), replace, history.begin(PriceHistory.Kind.RATES, file, read.sha256(), actor));
        });
    }

    /** Imports come one after the other, and the history has them in that order. */
    private void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('billing-groups rates'))").query((rs, n) -> 0).single();
    }

    private Imported store(List<EcbRatesCsv.DayRate> rates, boolean replace, long importId) {
        jdbc.sql("CREATE TEMPORARY TABLE rate_stage (LIKE exchange_rate) ON COMMIT DROP").update();
        stage(rates);
        var other = jdbc.sql("""
                SELECT s.day || ' ' || s.currency || ': ' || s.rate || ' instead of ' || x.rate
                FROM rate_stage s JOIN exchange_rate x USING (day, currency) WHERE s.rate <> x.rate ORDER BY 1
                """).query(String.class).list();
        if (!other.isEmpty() && !replace) {
            throw new RefusedException(
                    other.size() + " rate(s) are known otherwise; nothing was imported, give --replace "
                            + "to take those of the file: "
                            + String.join(", ", other.subList(0, Math.min(LISTED, other.size())))
                            + (other.size() > LISTED ? ", ..." : ""));
        }
        history.stagedRates(importId);
        int created = jdbc.sql("INSERT INTO exchange_rate SELECT * FROM rate_stage ON CONFLICT DO NOTHING").update();
        int replaced = jdbc.sql("""
                UPDATE exchange_rate x SET rate = s.rate FROM rate_stage s
                WHERE x.day = s.day AND x.currency = s.currency AND x.rate <> s.rate
                """).update();
        return new Imported(created, replaced, rates.size() - created - replaced);
    }

    private void stage(List<EcbRatesCsv.DayRate> rates) {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        try (var copy = new CopyWriter(connection, "rate_stage (day, currency, rate)")) {
            for (var rate : rates) {
                copy.date(rate.day()).text(rate.currency()).numeric(rate.rate()).endRow();
            }
            copy.finish();
        } catch (SQLException e) {
            throw new IllegalStateException("cannot stage exchange rates", e);
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
    }

    /**
     * The rates of the last publication day on or before a day, newest first.
     *
     * @param currency only of this one; then of all days
     */
    public List<Listed> list(Optional<String> currency, Optional<LocalDate> until) {
        return jdbc.sql("""
                SELECT day, currency, rate FROM exchange_rate
                WHERE (:until::date IS NULL OR day <= :until::date) AND CASE WHEN :currency::text IS NULL
                    THEN day = (SELECT max(day) FROM exchange_rate WHERE :until::date IS NULL OR day <= :until::date)
                    ELSE currency = :currency END
                ORDER BY day DESC, currency
                """).param("until", until.orElse(null)).param("currency", currency.orElse(null))
                .query(Listed.class).list();
    }

    /** Forgets what an estimate froze, in the caller's transaction. */
    public void forgetFrozenBy(long runId) {
        jdbc.sql("DELETE FROM frozen_exchange_rate WHERE run_id = ?").param(runId).update();
    }

    /**
     * Freezes, for a run, the rates that hold at the end of its period and of the earlier ones that it bills.
     *
     * @param today of a period that has not ended, the rates of today are taken
     */
    public void freeze(long runId, LocalDate today) {
        jdbc.sql("""
                INSERT INTO frozen_exchange_rate (run_id, period, day, currency, rate)
                SELECT :run, p.period, x.day, x.currency, x.rate
                FROM (SELECT period FROM invoicing_run WHERE id = :run
                    UNION SELECT period FROM frozen_prior_period WHERE run_id = :run) p
                CROSS JOIN LATERAL (SELECT least((p.period + interval '1 month')::date, :today::date + 1) AS next) e
                JOIN exchange_rate x ON x.day = (
                    SELECT max(day) FROM exchange_rate WHERE day < e.next AND day >= e.next - :days - 1)
                """).param("run", runId).param("days", LONGEST_DAYS_BEFORE).param("today", today).update();
    }

    /** What a run froze for a period. */
    public PublishedRates frozenBy(long runId, BillingPeriod period) {
        Map<String, BigDecimal> rates = new HashMap<>();
        LocalDate[] day = { PublishedRates.NONE.day() };
        jdbc.sql("SELECT day, currency, rate FROM frozen_exchange_rate WHERE run_id = ? AND period = ?")
                .params(runId, period.firstDay()).query(rs -> {
                    day[0] = rs.getObject("day", LocalDate.class);
                    rates.put(rs.getString("currency"), rs.getBigDecimal("rate"));
                });
        return new PublishedRates(day[0], rates);
    }
}
