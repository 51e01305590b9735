package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.Seller;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads invoices, drafts and issued ones. */
@Repository
public class Invoices {
    private static final String HEAD = """
            SELECT i.id, n.number, r.kind, r.zero_priced_hidden, r.period, r.seller, f.account_id, i.group_id,
                f.name AS group_name, f.fields, i.currency, i.net_total, i.tax_total, i.seller_currency,
                i.seller_tax_total, i.seller_exchange_rate, i.seller_exchange_rate_day, i.total, i.prepaid,
                i.amount_due, n.issue_date, n.due_date, n.payment_reference, r.creditor_references, b.paid, b.open,
                o.number AS corrected_number, o.issue_date AS corrected_issue_date, c.reason AS correction_reason,
                EXISTS (SELECT FROM invoice_state s WHERE s.invoice_id = i.id AND s.state = 'credited') AS is_credited
            FROM invoice i
            JOIN invoicing_run r ON r.id = i.run_id AND r.discarded_at IS NULL
            JOIN invoice_customer f ON f.invoice_id = i.id
            LEFT JOIN issued_invoice n ON n.invoice_id = i.id
            LEFT JOIN invoice_balance b ON b.invoice_id = i.id
            LEFT JOIN correction c ON c.invoice_id = i.id
            LEFT JOIN issued_invoice o ON o.invoice_id = c.corrected_id
            """;

    /** Of each invoice one line's worth, without the seller, whose logo alone can be large. */
    private static final String SUMMARY = """
            SELECT i.id, n.number, r.kind, r.period, i.group_id, f.name AS group_name, i.currency, i.total,
                i.amount_due, n.payment_reference,
                CASE WHEN n.revision IS NOT NULL THEN n.due_date END AS due_date, b.paid, b.open,
                EXISTS (SELECT FROM invoice_state s WHERE s.invoice_id = i.id AND s.state = 'credited') AS is_credited
            FROM invoice i
            JOIN invoicing_run r ON r.id = i.run_id AND r.discarded_at IS NULL
            JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
            LEFT JOIN issued_invoice n ON n.invoice_id = i.id
            LEFT JOIN invoice_balance b ON b.invoice_id = i.id
            """;

    private final JdbcClient jdbc;
    private final InvoiceParts parts;

    Invoices(JdbcClient jdbc, InvoiceParts parts) {
        this.parts = parts;
        this.jdbc = jdbc;
    }

    /** The invoice with that key. */
    public Invoice get(long id) {
        return jdbc.sql(HEAD + "WHERE i.id = ?").param(id).query(this::invoice).single();
    }

    /** What to do with an invoice. */
    public interface Visitor<E extends Exception> {
        void visit(Invoice invoice) throws E;
    }

    /**
     * Goes through invoices in the order of the keys. The lines of some are read at once, but never more than fit into
     * little memory.
     */
    public <E extends Exception> void forEach(List<Long> ids, Visitor<E> visitor) throws E {
        for (var portion : parts.portions(ids)) {
            var some = parts.of(portion);
            for (long id : portion) {
                visitor.visit(jdbc.sql(HEAD + "WHERE i.id = ?").param(id)
                        .query((rs, row) -> invoice(rs, InvoiceParts.of(some, id))).single());
            }
        }
    }

    /** What to say where a number is none of an invoice or credit note. */
    public static RefusedException unknown(String number) {
        return new RefusedException("there is no invoice with the number '" + number
                + "': 'billing invoice list' shows them");
    }

    /** The invoice with that number. */
    public Optional<Invoice> findByNumber(String number) {
        return jdbc.sql(HEAD + "WHERE n.number = ?").param(number).query(this::invoice).optional();
    }

    /** The drafts, estimates and invoices of a group for a period, those that are not issued first. */
    public List<Invoice> of(UUID groupId, BillingPeriod period) {
        return jdbc.sql(HEAD + """
                WHERE i.group_id = ? AND r.period = ? AND (r.kind <> 'estimate' OR r.finished_at IS NOT NULL)
                ORDER BY n.journal_entry NULLS FIRST, i.currency, i.id
                """)
                .params(groupId, period.firstDay()).query(this::invoice).list();
    }

    /** The numbers of the credit notes that correct an invoice, in their order. */
    public List<String> creditNotesOf(long id) {
        return jdbc.sql("""
                SELECT n.number FROM correction c JOIN issued_invoice n ON n.invoice_id = c.invoice_id
                WHERE c.corrected_id = ? ORDER BY n.journal_entry
                """).param(id).query(String.class).list();
    }

    /**
     * The net amounts by project of the group's invoice of the period before, in the same currency; those of no project
     * under the empty id. An invoice of late usage alone is not compared. What was issued later is not looked at, so
     * that the answer stays the same for ever.
     */
    public Map<String, BigDecimal> netByProjectBefore(Invoice invoice) {
        Map<String, BigDecimal> amounts = new HashMap<>();
        jdbc.sql("""
                SELECT coalesce(l.project, ''), sum(l.amount) FROM invoice_line l
                WHERE l.invoice_id = (
                    SELECT n.invoice_id FROM issued_invoice n
                    WHERE n.group_id = :group AND n.period = :period AND n.currency = :currency
                        AND n.revision IS NOT NULL
                        AND n.customer_run_id IS NULL
                        AND (SELECT own.customer_run_id FROM invoice own WHERE own.id = :id) IS NULL
                        AND n.journal_entry < coalesce((SELECT own.journal_entry FROM issued_invoice own
                            WHERE own.invoice_id = :id), 9223372036854775807)
                    ORDER BY n.journal_entry DESC LIMIT 1)
                GROUP BY 1
                """).param("group", invoice.groupId()).param("period", invoice.period().previous().firstDay())
                .param("currency", invoice.currency().getCode()).param("id", invoice.id())
                .query(rs -> {
                    amounts.put(rs.getString(1), rs.getBigDecimal(2));
                });
        return amounts;
    }

    /** The invoices that the filter lets through; drafts last. */
    public List<InvoiceSummary> list(InvoiceFilter filter) {
        var period = filter.period();
        return jdbc.sql(SUMMARY + """
                WHERE (:period::date IS NULL OR r.period = :period::date)
                    AND (r.kind <> 'estimate' OR r.finished_at IS NOT NULL)
                    AND (NOT :open OR b.open > 0)
                    AND (:overdue::date IS NULL OR b.open > 0 AND n.due_date < :overdue::date)
                    AND (:account::text IS NULL OR f.account_id = :account::text)
                    AND (:group::uuid IS NULL OR i.group_id = :group::uuid)
                    AND (:from::date IS NULL OR n.issue_date >= :from::date)
                    AND (:to::date IS NULL OR n.issue_date <= :to::date)
                ORDER BY n.journal_entry NULLS LAST, r.period, i.group_id, i.currency, i.id
                """).param("period", period == null ? null : period.firstDay()).param("open", filter.openOnly())
                .param("overdue", filter.overdueOn()).param("account", filter.accountId())
                .param("group", filter.groupId()).param("from", filter.issuedFrom()).param("to", filter.issuedTo())
                .query((rs, row) -> {
                    var currency = CurrencyUnit.of(rs.getString("currency"));
                    return new InvoiceSummary(rs.getLong("id"), rs.getString("number"), state(rs),
                            period(rs, "period"), rs.getObject("group_id", UUID.class), rs.getString("group_name"),
                            InvoiceParts.money(rs, "total", currency), InvoiceParts.money(rs, "amount_due", currency),
                            rs.getString("payment_reference"), rs.getObject("due_date", LocalDate.class),
                            rs.getBigDecimal("open") == null
                                    ? null
                                    : InvoiceParts.money(rs, "open", currency));
                }).list();
    }

    /** The keys of a run's invoices in a bucket, in the order of their groups. */
    public List<Long> idsOfBucket(long runId, int bucket) {
        return jdbc.sql("""
                SELECT i.id FROM invoice i JOIN frozen_group f USING (run_id, group_id)
                WHERE i.run_id = ? AND f.bucket = ? ORDER BY i.group_id, i.currency, i.id
                """).params(runId, bucket).query(Long.class).list();
    }

    /** The keys of a run's invoices in a bucket by group: several where late usage is alone. */
    public Map<UUID, List<Long>> idsByGroup(long runId, int bucket) {
        Map<UUID, List<Long>> ids = new LinkedHashMap<>();
        jdbc.sql("""
                SELECT i.group_id, i.id FROM invoice i JOIN frozen_group f USING (run_id, group_id)
                WHERE i.run_id = ? AND f.bucket = ? ORDER BY i.group_id, i.currency, i.id
                """).params(runId, bucket).query(rs -> {
            ids.computeIfAbsent(rs.getObject(1, UUID.class), group -> new ArrayList<>()).add(rs.getLong(2));
        });
        return ids;
    }

    private Invoice invoice(ResultSet rs, int row) throws SQLException {
        long id = rs.getLong("id");
        return invoice(rs, InvoiceParts.of(parts.of(List.of(id)), id));
    }

    private Invoice invoice(ResultSet rs, InvoiceParts.Parts of) throws SQLException {
        var currency = CurrencyUnit.of(rs.getString("currency"));
        long id = rs.getLong("id");
        return new Invoice(id, rs.getString("number"), state(rs), period(rs, "period"),
                FrozenJson.read(rs.getString("seller"), Seller.class), rs.getString("account_id"),
                rs.getObject("group_id", UUID.class), rs.getString("group_name"),
                FrozenJson.read(rs.getString("fields"), BillingDetails.class), currency, of.lines(),
                of.taxes(), InvoiceParts.money(rs, "net_total", currency),
                InvoiceParts.money(rs, "tax_total", currency), sellerTax(rs),
                InvoiceParts.money(rs, "total", currency), InvoiceParts.money(rs, "prepaid", currency),
                InvoiceParts.money(rs, "amount_due", currency),
                rs.getObject("issue_date", LocalDate.class), rs.getObject("due_date", LocalDate.class),
                reference(rs), rs.getBoolean("zero_priced_hidden"), correction(rs), of.projectNames());
    }

    private static Invoice.@Nullable PaymentReference reference(ResultSet rs) throws SQLException {
        var text = rs.getString("payment_reference");
        return text == null ? null : new Invoice.PaymentReference(text, rs.getBoolean("creditor_references"));
    }

    private static Invoice.@Nullable Correction correction(ResultSet rs) throws SQLException {
        var number = rs.getString("corrected_number");
        return number == null
                ? null
                : new Invoice.Correction(number, rs.getObject("corrected_issue_date", LocalDate.class),
                        rs.getString("correction_reason"));
    }

    private static @Nullable SellerTax sellerTax(ResultSet rs) throws SQLException {
        var rate = InvoiceParts.rate(rs, "seller_exchange_rate");
        return rate == null
                ? null
                : new SellerTax(
                        InvoiceParts.money(rs, "seller_tax_total", CurrencyUnit.of(rs.getString("seller_currency"))),
                        rate);
    }

    private static InvoiceState state(ResultSet rs) throws SQLException {
        if (rs.getString("number") == null) {
            return rs.getString("kind").equals("estimate") ? InvoiceState.ESTIMATE : InvoiceState.DRAFT;
        }
        if (rs.getBoolean("is_credited")) {
            return InvoiceState.CREDITED;
        }
        int owed = rs.getBigDecimal("amount_due").signum() < 0 ? -1 : 1;
        return rs.getBigDecimal("paid").signum() == owed && rs.getBigDecimal("open").signum() * owed <= 0
                ? InvoiceState.PAID
                : InvoiceState.ISSUED;
    }

    private static BillingPeriod period(ResultSet rs, String column) throws SQLException {
        return BillingPeriod.startingOn(rs.getObject(column, LocalDate.class));
    }
}
