package org.billinggroups.receivable;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Issued invoices of which something is open. */
@Repository
public class OpenItems {
    /** Invoices, credit notes and payments count from their own day on, so that a day's answer stays. */
    static final String AGED = """
            WITH credited AS (
                SELECT c.corrected_id, sum(x.amount_due) AS amount
                FROM correction c JOIN issued_invoice n ON n.invoice_id = c.invoice_id AND n.issue_date <= :on
                JOIN invoice x ON x.id = c.invoice_id GROUP BY 1
            ), paid AS (
                SELECT invoice_id, sum(amount) AS amount FROM payment WHERE paid_on <= :on GROUP BY 1
            ), item AS (
                SELECT n.group_id, n.currency, :on - n.due_date AS overdue,
                    i.amount_due + coalesce(c.amount, 0) - coalesce(p.amount, 0) AS open
                FROM issued_invoice n JOIN invoice i ON i.id = n.invoice_id
                LEFT JOIN credited c ON c.corrected_id = n.invoice_id
                LEFT JOIN paid p ON p.invoice_id = n.invoice_id
                WHERE n.revision IS NOT NULL AND n.issue_date <= :on
            )
            SELECT CASE WHEN :byGroup THEN g.id END AS group_id, CASE WHEN :byGroup THEN g.name END AS group_name,
                g.account_id, x.currency,
                coalesce(sum(x.open) FILTER (WHERE x.overdue <= 0), 0) AS not_due,
                coalesce(sum(x.open) FILTER (WHERE x.overdue BETWEEN 1 AND 30), 0) AS days_1_30,
                coalesce(sum(x.open) FILTER (WHERE x.overdue BETWEEN 31 AND 60), 0) AS days_31_60,
                coalesce(sum(x.open) FILTER (WHERE x.overdue BETWEEN 61 AND 90), 0) AS days_61_90,
                coalesce(sum(x.open) FILTER (WHERE x.overdue > 90), 0) AS over_90
            FROM item x JOIN billing_group g ON g.id = x.group_id
            WHERE x.open <> 0
            GROUP BY 1, 2, g.account_id, x.currency
            ORDER BY g.account_id COLLATE "C" NULLS LAST, 2, 1, x.currency COLLATE "C"
            """;

    private final JdbcClient jdbc;

    OpenItems(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /**
     * Who owed how much at the end of a day, by billing group; nobody who owed nothing.
     *
     * @param on the day; what was issued, credited or paid later does not count
     */
    public List<AgedBalance> agedByGroup(LocalDate on) {
        return aged(on, true);
    }

    /** The same by account. */
    public List<AgedBalance> agedByAccount(LocalDate on) {
        return aged(on, false);
    }

    private List<AgedBalance> aged(LocalDate on, boolean byGroup) {
        return jdbc.sql(AGED).param("on", on).param("byGroup", byGroup).query(OpenItems::balance).list();
    }

    static AgedBalance balance(ResultSet rs, int row) throws SQLException {
        var currency = CurrencyUnit.of(rs.getString("currency"));
        return new AgedBalance(rs.getObject("group_id", UUID.class), rs.getString("group_name"),
                rs.getString("account_id"), currency, money(rs, "not_due", currency),
                money(rs, "days_1_30", currency), money(rs, "days_31_60", currency),
                money(rs, "days_61_90", currency), money(rs, "over_90", currency));
    }

    private static Money money(ResultSet rs, String column, CurrencyUnit currency) throws SQLException {
        return Money.of(currency, rs.getBigDecimal(column));
    }
}
