package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rating.ExchangeRate;
import org.billinggroups.run.TaxCategory;
import org.billinggroups.run.TaxSubtotal;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads what invoices have several of: lines, taxes and names of projects. */
@Repository
record InvoiceParts(JdbcClient jdbc) {
    private static final int LINES_AT_ONCE = 5000;

    /** What one invoice has. */
    record Parts(List<InvoiceLine> lines, List<TaxSubtotal> taxes, Map<String, String> projectNames) {
        private Parts() {
            this(new ArrayList<>(), new ArrayList<>(), new HashMap<>());
        }
    }

    /**
     * The keys, in their order, in portions of so many lines that memory does not matter; one invoice may have more.
     */
    List<List<Long>> portions(List<Long> ids) {
        Map<Long, Integer> lines = new HashMap<>();
        jdbc.sql("SELECT id, line_count FROM invoice WHERE id = ANY (?)").param(ids.toArray(Long[]::new)).query(rs -> {
            lines.put(rs.getLong(1), rs.getInt(2));
        });
        List<List<Long>> portions = new ArrayList<>();
        int full = LINES_AT_ONCE;
        for (var id : ids) {
            if (full >= LINES_AT_ONCE) {
                portions.add(new ArrayList<>());
                full = 0;
            }
            portions.getLast().add(id);
            full += lines.getOrDefault(id, 0);
        }
        return portions;
    }

    /** What invoices have, by their keys. */
    Map<Long, Parts> of(List<Long> ids) {
        Map<Long, Parts> parts = new HashMap<>();
        ids.forEach(id -> parts.put(id, new Parts()));
        var keys = ids.toArray(Long[]::new);
        readLines(keys, parts);
        readTaxes(keys, parts);
        readProjectNames(keys, parts);
        return parts;
    }

    /** What one of the invoices has that were asked for. */
    static Parts of(Map<Long, Parts> parts, long id) {
        return Objects.requireNonNull(parts.get(id), () -> "invoice " + id + " was not asked for");
    }

    private void readLines(Long[] ids, Map<Long, Parts> parts) {
        jdbc.sql("""
                SELECT i.id, i.currency, line, line_type, project, service, sku, description, quantity, unit,
                    price_note,
                    price_currency, list_amount, price_amount, pre_discount_amount, discount_percent, amount,
                    tax_category, tax_rate, period, started_at, ended_at, tags, exchange_rate, exchange_rate_day
                FROM invoice i JOIN invoice_line l ON l.invoice_id = i.id
                WHERE i.id = ANY (?) ORDER BY l.invoice_id, l.line
                """).param(ids).query(rs -> {
            of(parts, rs.getLong("id")).lines().add(line(rs, CurrencyUnit.of(rs.getString("currency"))));
        });
    }

    private static InvoiceLine line(ResultSet rs, CurrencyUnit currency) throws SQLException {
        return new InvoiceLine(rs.getInt("line"), LineType.ofCode(rs.getString("line_type")), rs.getString("project"),
                rs.getString("service"), rs.getString("sku"), rs.getString("description"),
                rs.getBigDecimal("quantity"), rs.getString("unit"), rs.getString("price_note"),
                CurrencyUnit.of(rs.getString("price_currency")), rs.getBigDecimal("list_amount"),
                rs.getBigDecimal("price_amount"),
                money(rs, "pre_discount_amount", currency), rs.getBigDecimal("discount_percent"),
                money(rs, "amount", currency), rate(rs, "exchange_rate"),
                TaxCategory.valueOf(rs.getString("tax_category")), rs.getBigDecimal("tax_rate"),
                BillingPeriod.startingOn(rs.getObject("period", LocalDate.class)),
                rs.getObject("started_at", OffsetDateTime.class).toInstant(),
                rs.getObject("ended_at", OffsetDateTime.class).toInstant(),
                FrozenJson.readTags(rs.getString("tags")));
    }

    private void readTaxes(Long[] ids, Map<Long, Parts> parts) {
        jdbc.sql("""
                SELECT i.id, i.currency, category, rate, basis, amount, reason
                FROM invoice i JOIN invoice_tax t ON t.invoice_id = i.id
                WHERE i.id = ANY (?) ORDER BY t.invoice_id, category, rate
                """).param(ids).query(rs -> {
            var currency = CurrencyUnit.of(rs.getString("currency"));
            of(parts, rs.getLong("id")).taxes().add(new TaxSubtotal(TaxCategory.valueOf(rs.getString("category")),
                    rs.getBigDecimal("rate"), money(rs, "basis", currency), money(rs, "amount", currency),
                    rs.getString("reason")));
        });
    }

    /** As the run froze them; for a credit note, the run of the invoice that it corrects. */
    private void readProjectNames(Long[] ids, Map<Long, Parts> parts) {
        jdbc.sql("""
                SELECT i.id, m.project_id, m.project_name
                FROM invoice i LEFT JOIN correction c ON c.invoice_id = i.id
                CROSS JOIN LATERAL unnest(ARRAY[i.id, c.corrected_id]) AS o (id)
                JOIN invoice x ON x.id = o.id
                JOIN frozen_membership m ON m.run_id = x.run_id AND m.group_id = x.group_id
                WHERE i.id = ANY (?) AND m.project_name IS NOT NULL
                """).param(ids).query(rs -> {
            of(parts, rs.getLong("id")).projectNames().put(rs.getString("project_id"), rs.getString("project_name"));
        });
    }

    static @Nullable ExchangeRate rate(ResultSet rs, String column) throws SQLException {
        @Nullable
        BigDecimal rate = rs.getBigDecimal(column);
        return rate == null ? null : new ExchangeRate(rate, rs.getObject(column + "_day", LocalDate.class));
    }

    static Money money(ResultSet rs, String column, CurrencyUnit currency) throws SQLException {
        @Nullable
        BigDecimal amount = rs.getBigDecimal(column);
        return Money.of(currency, amount);
    }
}
