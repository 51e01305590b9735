package org.billinggroups.rating;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Who imported which prices and exchange rates, and what they replaced. */
@Repository
public class PriceHistory {
    private static final String IMPORT = "i.at, i.actor, i.login, i.file, i.sha256";

    private final JdbcClient jdbc;
    private final Clock clock;

    PriceHistory(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** What an import brings. */
    enum Kind {
        PRICES, RATES;

        String code() {
            return this == PRICES ? "prices" : "rates";
        }
    }

    /**
     * An import.
     *
     * @param actor who did it, as he says
     * @param login by which login of the database
     * @param sha256 the hash of the file
     */
    public record Import(Instant at, String actor, String login, String file, String sha256) {}

    /** A price that an import brought, and the one in whose place it came, or null. */
    public record PriceChange(Import by, Price price, @Nullable Price replaced) {}

    /** A rate that an import brought, and the one in whose place it came, or null. */
    public record RateChange(Import by, LocalDate day, String currency, BigDecimal rate,
            @Nullable BigDecimal replaced) {}

    /** An import of rates: how many it brought, and how many of them replaced another. */
    public record RateImport(Import by, long created, long replaced) {}

    /** Notes an import in the caller's transaction; its key is for what it changes. */
    long begin(Kind kind, Path file, String sha256, String actor) {
        return jdbc.sql("""
                INSERT INTO price_import (kind, at, actor, file, sha256) VALUES (?, ?, ?, ?, ?) RETURNING id
                """).params(kind.code(), clock.instant().atOffset(ZoneOffset.UTC), actor, file.toString(), sha256)
                .query(Long.class).single();
    }

    /** Notes that an import brought a price. */
    void changed(long importId, long priceId, @Nullable Price replaced) {
        jdbc.sql("INSERT INTO price_change (import_id, price_id, old_price_id) VALUES (?, ?, ?)")
                .params(importId, priceId).param(replaced == null ? null : replaced.id()).update();
    }

    /** Notes what the rates that are staged for an import will change. */
    void stagedRates(long importId) {
        jdbc.sql("""
                INSERT INTO rate_change (import_id, currency, day, old_rate, rate)
                SELECT ?, s.currency, s.day, x.rate, s.rate
                FROM rate_stage s LEFT JOIN exchange_rate x USING (day, currency)
                WHERE s.rate IS DISTINCT FROM x.rate
                """).param(importId).update();
    }

    /**
     * What imports changed of the prices, oldest first; of one SKU, as price lists write it, or of all.
     *
     * @param groupId only those that this group has for its own
     */
    public List<PriceChange> ofPrices(Optional<String> sku, Optional<UUID> groupId) {
        record Row(Import by, long price, long replaced) {}
        var rows = jdbc.sql("SELECT " + IMPORT + """
                , c.price_id, coalesce(c.old_price_id, 0) AS old_price_id
                FROM price_import i JOIN price_change c ON c.import_id = i.id JOIN price p ON p.id = c.price_id
                WHERE (:sku::text IS NULL OR p.sku = :sku) AND (:group::uuid IS NULL OR p.group_id = :group)
                ORDER BY i.id, c.price_id
                """).param("sku", sku.orElse(null)).param("group", groupId.orElse(null))
                .query((rs, row) -> new Row(by(rs), rs.getLong("price_id"), rs.getLong("old_price_id"))).list();
        Map<Long, Price> prices = Prices.read(jdbc.sql(Prices.SELECT + """
                WHERE (:sku::text IS NULL OR p.sku = :sku) AND (:group::uuid IS NULL OR p.group_id = :group)
                ORDER BY p.id, t.position
                """).param("sku", sku.orElse(null)).param("group", groupId.orElse(null))).stream()
                .collect(Collectors.toMap(Price::id, Function.identity()));
        return rows.stream().map(row -> new PriceChange(row.by(), Optional.ofNullable(prices.get(row.price()))
                .orElseThrow(), prices.get(row.replaced()))).toList();
    }

    /** What imports changed of the rates of a currency, oldest first. */
    public List<RateChange> ofRates(String currency) {
        return jdbc.sql("SELECT " + IMPORT + """
                , c.day, c.currency, c.rate, c.old_rate
                FROM price_import i JOIN rate_change c ON c.import_id = i.id
                WHERE c.currency = ? ORDER BY i.id, c.day
                """).param(currency)
                .query((rs, row) -> new RateChange(by(rs), rs.getObject("day", LocalDate.class),
                        rs.getString("currency"), rs.getBigDecimal("rate"), rs.getBigDecimal("old_rate")))
                .list();
    }

    /** The imports of rates, oldest first. */
    public List<RateImport> ofRates() {
        return jdbc.sql("SELECT " + IMPORT + """
                , count(c.rate) FILTER (WHERE c.old_rate IS NULL) AS created, count(c.old_rate) AS replaced
                FROM price_import i LEFT JOIN rate_change c ON c.import_id = i.id
                WHERE i.kind = 'rates' GROUP BY i.id ORDER BY i.id
                """).query((rs, row) -> new RateImport(by(rs), rs.getLong("created"), rs.getLong("replaced"))).list();
    }

    private static Import by(ResultSet rs) throws SQLException {
        return new Import(rs.getObject("at", OffsetDateTime.class).toInstant(), rs.getString("actor"),
                rs.getString("login"), rs.getString("file"), rs.getString("sha256"));
    }
}
