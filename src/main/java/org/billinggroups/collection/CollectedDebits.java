package org.billinggroups.collection;

import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.billinggroups.file.GivenText;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.EventFormat;
import org.billinggroups.seal.SealedEvents;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** What was collected of invoices, and what banks returned of it. */
@Repository
public class CollectedDebits {
    private static final int LONGEST_REASON = 200;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final SealedEvents seals;

    CollectedDebits(JdbcClient jdbc, TransactionOperations transaction, SealedEvents seals) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.seals = seals;
    }

    /**
     * A debit of an invoice.
     *
     * @param endToEndId by which banks name it
     * @param amount in euros
     * @param returnedOn when its return was booked, or null
     * @param returnReason what the bank said, or null
     */
    public record CollectedDebit(String endToEndId, Money amount, LocalDate collectedOn,
            @Nullable LocalDate returnedOn, @Nullable String returnReason) {}

    /**
     * A return.
     *
     * @param day when it was booked
     * @param reason the bank's, such as {@code AC04}, or another text
     */
    public record Return(long invoiceId, LocalDate day, String reason) {}

    /** The debits of an invoice, oldest first. */
    public List<CollectedDebit> of(String number) {
        return jdbc.sql("""
                SELECT x.end_to_end_id, x.amount, c.collected_on, x.returned_on, x.return_reason
                FROM collection_item x
                JOIN collection c ON c.id = x.collection_id
                JOIN issued_invoice n ON n.invoice_id = x.invoice_id
                WHERE n.number = ? ORDER BY x.collection_id, x.position
                """).param(number).query((rs, row) -> new CollectedDebit(rs.getString(1),
                Money.of(CurrencyUnit.EUR, rs.getBigDecimal(2)), rs.getObject(3, LocalDate.class),
                rs.getObject(4, LocalDate.class), rs.getString(5))).list();
    }

    /** Notes a return in the caller's transaction, if the invoice was collected and that is not noted yet. */
    public void note(Return returned, String actor) {
        jdbc.sql("""
                UPDATE collection_item SET returned_on = ?, return_reason = ?, returned_by = ?
                WHERE invoice_id = ? AND returned_on IS NULL RETURNING end_to_end_id
                """).params(returned.day(), returned.reason(), actor, returned.invoiceId()).query(String.class)
                .optional()
                .ifPresent(id -> seals.seal(EventFormat.RETURN, id));
    }

    /**
     * Notes that the debit of an invoice was returned or rejected, which may then be collected again.
     *
     * @throws RefusedException if it is not being collected, or the return is recorded already
     */
    public CollectedDebit note(String number, LocalDate day, String reason, String actor) {
        GivenText.require("reason", reason, LONGEST_REASON);
        return Objects.requireNonNull(transaction.execute(status -> {
            var id = jdbc.sql("""
                    SELECT x.invoice_id FROM collection_item x JOIN issued_invoice n ON n.invoice_id = x.invoice_id
                    WHERE n.number = ? AND x.returned_on IS NULL FOR UPDATE OF x
                    """).param(number).query(Long.class).optional()
                    .orElseThrow(() -> new RefusedException("invoice '" + number + "' is not being collected, or the "
                            + "return of that is recorded already: 'billing invoice show " + number + "' tells"));
            note(new Return(id, day, reason), actor);
            return of(number).getLast();
        }));
    }
}
