package org.billinggroups.drafting;

import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.Commitment.Term;
import org.billinggroups.drafting.PriorPeriodLines.Billed;
import org.billinggroups.drafting.PriorPeriodLines.Key;
import org.billinggroups.invoice.LineType;
import org.billinggroups.period.BillingPeriod;

/**
 * What was issued before.
 *
 * @param entry the journal entry before which an invoice must have been issued, and not superseded, to count
 */
record IssuedBefore(long entry) implements BilledBefore {
    /** As if asked now: all that was issued so far. */
    static final IssuedBefore NOW = new IssuedBefore(Long.MAX_VALUE);

    /** What the invoices of the group that stood then have billed for the period: usage, support and commitment. */
    @Override
    public Map<Key, Billed> billed(Connection connection, UUID groupId, BillingPeriod period) throws SQLException {
        Map<Key, Billed> billed = new HashMap<>();
        try (var statement = connection.prepareStatement("""
                SELECT l.project, l.service, l.sku, l.unit, coalesce(l.price_id, 0) AS price_id, l.price_currency,
                    CASE WHEN l.line_type IN ('support_charge', 'commitment_fee') THEN l.line_type
                        ELSE l.settles END AS settles,
                    sum(l.quantity) AS quantity, coalesce(sum(l.list_amount), 0) AS list_amount,
                    sum(l.price_amount) AS price_amount,
                    sum(l.pre_discount_amount) AS pre_discount_amount, sum(l.amount) AS amount,
                    sum(l.record_count) AS records
                FROM issued_invoice n JOIN invoice_line l ON l.invoice_id = n.invoice_id
                LEFT JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
                WHERE n.revision IS NOT NULL AND n.journal_entry < ? AND (s.journal_entry < ?) IS NOT TRUE
                    AND n.group_id = ? AND n.period >= ? AND l.period = ?
                    AND l.line_type IN ('usage_charge', 'prior_period', 'support_charge', 'commitment_fee')
                GROUP BY 1, 2, 3, 4, 5, 6, 7
                """)) {
            statement.setLong(1, entry);
            statement.setLong(2, entry);
            statement.setObject(3, groupId);
            statement.setObject(4, period.firstDay());
            statement.setObject(5, period.firstDay());
            try (var rows = statement.executeQuery()) {
                while (rows.next()) {
                    var settles = rows.getString("settles");
                    billed.put(
                            new Key(settles == null ? null : LineType.ofCode(settles), rows.getString("project"),
                                    rows.getString("service"), rows.getString("sku"),
                                    rows.getString("unit"), rows.getLong("price_id"), rows.getString("price_currency")),
                            new Billed(Optional.ofNullable(rows.getBigDecimal("quantity")).orElse(BigDecimal.ZERO),
                                    rows.getBigDecimal("list_amount"), rows.getBigDecimal("price_amount"),
                                    rows.getBigDecimal("pre_discount_amount"),
                                    rows.getBigDecimal("amount"), rows.getLong("records")));
                }
            }
        }
        return billed;
    }

    @Override
    public OfTerm ofTerm(Connection connection, UUID groupId, Term term) throws SQLException {
        return ofTerm(connection, groupId, term, term.last());
    }

    /** The same of the term's periods until one of them. */
    OfTerm ofTerm(Connection connection, UUID groupId, Term term, BillingPeriod until) throws SQLException {
        try (var statement = connection.prepareStatement("""
                SELECT coalesce(sum(amount) FILTER (WHERE charge <> 'commitment_fee'), 0) AS used,
                    coalesce(sum(amount) FILTER (WHERE charge = 'commitment_fee'), 0) AS charged
                FROM (
                    SELECT l.amount, coalesce(l.settles, l.line_type) AS charge
                    FROM issued_invoice n JOIN invoice_line l ON l.invoice_id = n.invoice_id
                    LEFT JOIN superseded_invoice s ON s.invoice_id = n.invoice_id
                    WHERE n.revision IS NOT NULL AND n.journal_entry < ? AND (s.journal_entry < ?) IS NOT TRUE
                        AND n.group_id = ? AND n.currency = ? AND n.period >= ? AND l.period BETWEEN ? AND ?
                        AND l.line_type IN ('usage_charge', 'extra_charge', 'support_charge', 'commitment_fee',
                            'prior_period')) x
                """)) {
            statement.setLong(1, entry);
            statement.setLong(2, entry);
            statement.setObject(3, groupId);
            statement.setString(4, term.amount().getCurrencyUnit().getCode());
            statement.setObject(5, term.first().firstDay());
            statement.setObject(6, term.first().firstDay());
            statement.setObject(7, until.firstDay());
            try (var rows = statement.executeQuery()) {
                rows.next();
                return OfTerm.of(term, rows.getBigDecimal("used"), rows.getBigDecimal("charged"));
            }
        }
    }
}
