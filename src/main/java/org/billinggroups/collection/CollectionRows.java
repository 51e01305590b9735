package org.billinggroups.collection;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.billinggroups.account.BillingDetails;
import org.billinggroups.account.FrozenJson;
import org.billinggroups.account.SepaMandate;
import org.billinggroups.account.SepaMandate.Scheme;
import org.billinggroups.collection.CollectionDraft.UsedMandate;
import org.billinggroups.collection.DirectDebit.Sequence;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Reads open invoices of customers with mandates, and writes and reads collections. */
@Repository
record CollectionRows(JdbcClient jdbc) {
    /** Lets other collections wait until the caller's transaction ends. */
    void lock() {
        jdbc.sql("LOCK TABLE collection IN SHARE ROW EXCLUSIVE MODE").update();
    }

    /** What is open of a period's published invoices where a mandate is announced, or declared by now. */
    List<OpenInvoice> openOf(BillingPeriod period) {
        return jdbc.sql("""
                SELECT n.invoice_id, n.number, n.group_id, n.currency, n.due_date,
                    n.payment_reference, b.open,
                    f.name, f.fields, r.seller ->> 'creditor_id' AS creditor_id, g.sepa_mandate
                FROM issued_invoice n
                JOIN invoice_state s ON s.invoice_id = n.invoice_id AND s.state = 'issued'
                JOIN invoice i ON i.id = n.invoice_id
                JOIN invoicing_run r ON r.id = i.run_id
                JOIN invoice_customer f ON f.invoice_id = n.invoice_id
                JOIN invoice_balance b ON b.invoice_id = n.invoice_id
                JOIN billing_group g ON g.id = n.group_id
                WHERE n.period = ? AND n.revision IS NOT NULL AND b.open > 0 AND r.finished_at IS NOT NULL
                    AND (f.fields ->> 'sepa_mandate' IS NOT NULL OR g.sepa_mandate IS NOT NULL)
                    AND NOT EXISTS (
                        SELECT FROM collection_item x WHERE x.invoice_id = n.invoice_id AND x.returned_on IS NULL)
                ORDER BY n.journal_entry
                """).param(period.firstDay()).query((rs, row) -> new OpenInvoice(rs.getLong("invoice_id"),
                rs.getString("number"), rs.getObject("group_id", UUID.class), rs.getString("name"),
                Money.of(CurrencyUnit.of(rs.getString("currency")), rs.getBigDecimal("open")),
                rs.getObject("due_date", LocalDate.class),
                FrozenJson.read(rs.getString("fields"), BillingDetails.class), rs.getString("creditor_id"),
                mandate(rs.getString("sepa_mandate")), rs.getString("payment_reference"))).list();
    }

    private static @Nullable SepaMandate mandate(@Nullable String json) {
        return json == null ? null : FrozenJson.read(json, SepaMandate.class);
    }

    /** The mandates that a creditor used before, with the account that was debited last. */
    Map<UsedMandate, String> used(String creditorId) {
        Map<UsedMandate, String> accounts = new HashMap<>();
        jdbc.sql("""
                SELECT DISTINCT ON (x.mandate_id, x.scheme) x.mandate_id, x.scheme, x.iban
                FROM collection_item x JOIN collection c ON c.id = x.collection_id
                WHERE c.creditor_id = ?
                ORDER BY x.mandate_id, x.scheme, x.collection_id DESC, x.position DESC
                """).param(creditorId).query(rs -> {
            accounts.put(new UsedMandate(rs.getString("mandate_id"), Scheme.ofCode(rs.getString("scheme"))),
                    rs.getString("iban"));
        });
        return accounts;
    }

    /** Writes a collection; gives its key. */
    long add(SepaCollection collection, String actor) {
        var creditor = collection.creditor();
        long id = jdbc.sql("""
                INSERT INTO collection (message_id, period, collected_on, creditor_id, creditor_name, creditor_iban,
                    creditor_bic, created_at, created_by)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?) RETURNING id
                """).params(collection.messageId(), collection.period().firstDay(), collection.collectedOn(),
                creditor.id(), creditor.name(), creditor.iban()).param(creditor.bic())
                .params(collection.createdAt().atOffset(ZoneOffset.UTC), actor).query(Long.class).single();
        jdbc.sql("""
                INSERT INTO collection_item (collection_id, position, invoice_id, amount, end_to_end_id,
                    payment_information_id, mandate_id, scheme, sequence, iban, account_changed, reference)
                SELECT :id, position, invoice_id, amount, end_to_end_id, payment_information_id, mandate_id, scheme,
                    sequence, iban, account_changed, reference
                FROM jsonb_populate_recordset(NULL::collection_item, :rows::jsonb)
                """).param("id", id)
                .param("rows", FrozenJson.write(collection.debits().stream().map(CollectionRows::row).toList()))
                .update();
        return id;
    }

    private static Map<String, @Nullable Object> row(DirectDebit debit) {
        Map<String, @Nullable Object> row = new LinkedHashMap<>();
        row.put("position", debit.position());
        row.put("invoice_id", debit.invoiceId());
        row.put("amount", debit.amount().getAmount());
        row.put("end_to_end_id", debit.endToEndId());
        row.put("payment_information_id", debit.paymentId());
        row.put("mandate_id", debit.mandate().id());
        row.put("scheme", debit.mandate().scheme());
        row.put("sequence", debit.sequence().name());
        row.put("iban", debit.mandate().iban());
        row.put("account_changed", debit.accountChanged());
        row.put("reference", debit.reference());
        return row;
    }

    /** What was collected of a period on a day; who is debited is what the invoices' runs froze. */
    Optional<SepaCollection> find(BillingPeriod period, LocalDate day) {
        return jdbc.sql("SELECT * FROM collection WHERE period = ? AND collected_on = ?").params(period.firstDay(), day)
                .query((rs, row) -> new SepaCollection(rs.getString("message_id"), period, day,
                        new Creditor(rs.getString("creditor_id"), rs.getString("creditor_name"),
                                rs.getString("creditor_iban"), rs.getString("creditor_bic")),
                        rs.getObject("created_at", OffsetDateTime.class).toInstant(), debits(rs.getLong("id"))))
                .optional();
    }

    private List<DirectDebit> debits(long id) {
        return jdbc.sql("""
                SELECT x.*, n.number, f.name, f.fields
                FROM collection_item x
                JOIN issued_invoice n ON n.invoice_id = x.invoice_id
                JOIN invoice_customer f ON f.invoice_id = x.invoice_id
                WHERE x.collection_id = ? ORDER BY x.position
                """).param(id).query((rs, row) -> debit(rs)).list();
    }

    private static DirectDebit debit(ResultSet rs) throws SQLException {
        var buyer = FrozenJson.read(rs.getString("fields"), BillingDetails.class);
        var mandate = buyer.sepaMandate();
        if (mandate == null) {
            throw new IllegalStateException(rs.getString("number") + " was collected and announces no mandate");
        }
        return new DirectDebit(rs.getInt("position"), rs.getLong("invoice_id"), rs.getString("number"),
                rs.getString("name"), buyer, mandate, Money.of(CurrencyUnit.EUR, rs.getBigDecimal("amount")),
                rs.getString("end_to_end_id"), rs.getString("payment_information_id"),
                Sequence.valueOf(rs.getString("sequence")), rs.getBoolean("account_changed"),
                rs.getString("reference"));
    }
}
