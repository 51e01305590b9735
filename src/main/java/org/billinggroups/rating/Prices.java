package org.billinggroups.rating;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.ReadFile;
import org.billinggroups.rating.PriceListCsv.Read;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/**
 * The price list in the database. Prices are never changed: a new one replaces the old one of the same SKU and date.
 */
@Repository
public class Prices {
    static final String SELECT = """
            SELECT p.id, p.sku, p.currency, p.group_id, p.valid_from, p.valid_until, p.model, p.unit, p.package_size,
                p.free_units, p.tier_scope, p.rounding, p.rounding_step, p.tax_class, t.up_to, t.unit_price, t.flat_fee
            FROM price p JOIN price_tier t ON t.price_id = p.id
            """;

    /** Those of everyone first. */
    private static final String ORDER = " ORDER BY p.sku, p.currency, p.group_id NULLS FIRST, p.valid_from, t.position";

    private final JdbcClient jdbc;
    private final BillingGroups groups;
    private final TransactionOperations transaction;
    private final PriceHistory history;

    Prices(JdbcClient jdbc, BillingGroups groups, TransactionOperations transaction, PriceHistory history) {
        this.history = history;
        this.jdbc = jdbc;
        this.groups = groups;
        this.transaction = transaction;
    }

    /**
     * How many prices of a file were new, took the place of another, or were there already.
     *
     * @param replacements which ones took the place of which
     */
    public record Imported(int created, int replaced, int unchanged, List<Replacement> replacements) {}

    /** A price of the same SKU, currency, group and date in the place of another. */
    public record Replacement(Price before, Price after) {}

    /**
     * Imports a price list file, all of it or nothing.
     *
     * @param onlyTry whether nothing is to be kept
     * @param actor who asks for it, for the history
     * @throws InvalidInputException if the file cannot be used
     */
    public Imported importFile(Path file, boolean onlyTry, String actor) {
        var known = groups.byIdOrName();
        var read = ReadFile.of(file, (name, in) -> PriceListCsv.read(name, in, known));
        return transaction.execute(status -> {
            if (onlyTry) {
                status.setRollbackOnly();
            }
            lock();
            return store(read.content(), history.begin(PriceHistory.Kind.PRICES, file, read.sha256(), actor));
        });
    }

    /** Imports come one after the other, and the history has them in that order. */
    private void lock() {
        jdbc.sql("SELECT pg_advisory_xact_lock(hashtext('billing-groups prices'))").query((rs, n) -> 0).single();
    }

    private Imported store(List<Read> file, long importId) {
        Map<PriceKey, Price> present = new LinkedHashMap<>();
        inForce().forEach(price -> present.put(price.key(), price));
        requireNoContradiction(file, present);
        int created = 0;
        List<Replacement> replaced = new ArrayList<>();
        for (var read : file) {
            var price = read.price();
            var old = present.get(price.key());
            if (old != null && sameTerms(old, price)) {
                continue;
            }
            if (old == null) {
                created++;
            } else {
                jdbc.sql("UPDATE price SET replaced_at = now() WHERE id = ?").param(old.id()).update();
                replaced.add(new Replacement(old, price));
            }
            history.changed(importId, insert(price), old);
        }
        return new Imported(created, replaced.size(), file.size() - created - replaced.size(), replaced);
    }

    private static void requireNoContradiction(List<Read> file, Map<PriceKey, Price> present) {
        var staying = new LinkedHashMap<>(present);
        file.forEach(read -> staying.remove(read.price().key()));
        PricePeriods.contradictions(file, staying.values()).requireNone();
    }

    private static boolean sameTerms(Price a, Price b) {
        return terms(a).equals(terms(b));
    }

    /** All that makes a price, as text: so that 0.050 is the same as 0.05. */
    private static String terms(Price price) {
        var text = new StringBuilder().append(price.validUntil()).append('|').append(price.model()).append('|')
                .append(price.unit()).append('|')
                .append(plain(price.packageSize())).append('|').append(plain(price.freeUnits())).append('|')
                .append(price.tierScope()).append('|').append(price.rounding().scope()).append('|')
                .append(plain(price.rounding().step())).append('|').append(price.taxClass());
        price.tiers().forEach(tier -> text.append('|').append(plain(tier.upTo())).append(';')
                .append(plain(tier.unitPrice())).append(';').append(plain(tier.flatFee())));
        return text.toString();
    }

    private static String plain(@Nullable BigDecimal value) {
        return value == null ? "" : value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
    }

    private long insert(Price price) {
        long id = jdbc
                .sql("""
                        INSERT INTO price (sku, currency, group_id, valid_from, valid_until, model, unit, package_size,
                            free_units, tier_scope, rounding, rounding_step, tax_class)
                        VALUES (:sku, :currency, :group, :validFrom, :validUntil, :model, :unit, :packageSize,
                            :freeUnits, :tierScope, :rounding, :step, :taxClass)
                        RETURNING id
                        """)
                .param("sku", price.sku()).param("currency", price.currency().getCode())
                .param("group", price.groupId()).param("validFrom", price.validFrom())
                .param("validUntil", price.validUntil()).param("model", price.model().code())
                .param("unit", price.unit())
                .param("packageSize", price.packageSize()).param("freeUnits", price.freeUnits())
                .param("tierScope", price.tierScope().code())
                .param("rounding", price.rounding().scope().name().toLowerCase(Locale.ROOT))
                .param("step", price.rounding().step()).param("taxClass", price.taxClass())
                .query(Long.class).single();
        for (int i = 0; i < price.tiers().size(); i++) {
            var tier = price.tiers().get(i);
            jdbc.sql("INSERT INTO price_tier (price_id, position, up_to, unit_price, flat_fee) VALUES (?, ?, ?, ?, ?)")
                    .params(id, i + 1).param(tier.upTo()).params(tier.unitPrice(), tier.flatFee()).update();
        }
        return id;
    }

    /** The prices that are not replaced. */
    public List<Price> inForce() {
        return read(jdbc.sql(SELECT + "WHERE p.replaced_at IS NULL" + ORDER));
    }

    /** The groups in one bucket of a run. */
    public record Bucket(long runId, int number) {}

    /**
     * The prices that a run froze: those for everyone, and those of groups.
     *
     * @param only whose own prices are wanted; null for all groups
     */
    public List<Price> frozenBy(long runId, @Nullable Bucket only) {
        return read(jdbc.sql(SELECT + """
                JOIN frozen_price f ON f.price_id = p.id
                WHERE f.run_id = :run AND (p.group_id IS NULL OR :bucket::integer IS NULL OR p.group_id IN (
                    SELECT g.group_id FROM frozen_group g WHERE g.run_id = :of AND g.bucket = :bucket::integer))
                """ + ORDER).param("run", runId).param("of", only == null ? runId : only.runId())
                .param("bucket", only == null ? null : only.number()));
    }

    static List<Price> read(JdbcClient.StatementSpec statement) {
        Map<Long, List<PriceTier>> tiers = new HashMap<>();
        Map<Long, Price> prices = new LinkedHashMap<>();
        statement.query(rs -> {
            long id = rs.getLong("id");
            var known = tiers.get(id);
            if (known == null) {
                prices.put(id, price(rs));
                tiers.put(id, new ArrayList<>(List.of(tier(rs))));
            } else {
                known.add(tier(rs));
            }
        });
        return prices.values().stream().map(price -> withTiers(price, tiers.getOrDefault(price.id(), List.of())))
                .toList();
    }

    private static PriceTier tier(ResultSet rs) throws SQLException {
        return new PriceTier(rs.getBigDecimal("up_to"), rs.getBigDecimal("unit_price"), rs.getBigDecimal("flat_fee"));
    }

    /** The price with its first tier. */
    private static Price price(ResultSet rs) throws SQLException {
        var scope = QuantityRounding.Scope.valueOf(rs.getString("rounding").toUpperCase(Locale.ROOT));
        var key = new PriceKey(rs.getString("sku"), CurrencyUnit.of(rs.getString("currency")),
                rs.getObject("group_id", UUID.class), rs.getObject("valid_from", LocalDate.class));
        return new Price(rs.getLong("id"), key, rs.getObject("valid_until", LocalDate.class),
                PriceModel.ofCode(rs.getString("model")),
                rs.getString("unit"), rs.getBigDecimal("package_size"), rs.getBigDecimal("free_units"),
                TierScope.ofCode(rs.getString("tier_scope")),
                new QuantityRounding(scope, rs.getBigDecimal("rounding_step")), rs.getString("tax_class"),
                List.of(tier(rs)));
    }

    private static Price withTiers(Price price, List<PriceTier> tiers) {
        return new Price(price.id(), price.key(), price.validUntil(), price.model(), price.unit(), price.packageSize(),
                price.freeUnits(), price.tierScope(), price.rounding(), price.taxClass(), tiers);
    }
}
