package org.billinggroups.collection;

import java.sql.Types;
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
     * @param endToEndId the debit that the bank names, or null
     * @param needsName whether it counts only if the bank names a debit of ours
     * @param day when it was booked
     * @param reason the bank's, such as {@code AC04}, or another text
     */
    public record Return(long invoiceId, @Nullable String endToEndId, boolean needsName, LocalDate day,
            String reason) {}

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

    /**
     * Notes returns in the caller's transaction, of debits whose return is not noted yet: of the one that the bank
     * names, or else of the one of the invoice that was due by then.
     *
     * @return the debits that were returned, which the caller seals when all else is written
     */
    public List<String> mark(List<Return> all, String actor) {
        return all.stream().flatMap(returned -> jdbc.sql("""
                UPDATE collection_item x SET returned_on = :day, return_reason = :reason, returned_by = :actor
                FROM collection c
                WHERE c.id = x.collection_id AND x.returned_on IS NULL
                    AND (x.end_to_end_id = :named OR x.invoice_id = :invoice AND c.collected_on <= :day
                        AND NOT :needsName
                        AND NOT EXISTS (SELECT FROM collection_item o WHERE o.end_to_end_id = :named))
                RETURNING x.end_to_end_id
                """).param("day", returned.day()).param("reason", returned.reason()).param("actor", actor)
                .param("named", returned.endToEndId(), Types.VARCHAR).param("invoice", returned.invoiceId())
                .param("needsName", returned.needsName()).query(String.class).list().stream()).toList();
    }

    /** Seals what was marked, as the last of a transaction: who seals lets everybody else wait. */
    public void seal(List<String> marked) {
        marked.forEach(id -> seals.seal(EventFormat.RETURN, id));
    }

    /**
     * Notes that the debit of an invoice was returned or rejected, which may then be collected again.
     *
     * @throws RefusedException if it is not being collected, or the return is recorded already
     */
    public CollectedDebit note(String number, LocalDate day, String reason, String actor) {
        GivenText.require("reason", reason, LONGEST_REASON);
        return Objects.requireNonNull(transaction.execute(status -> {
            var returned = jdbc.sql("""
                    SELECT x.invoice_id, x.end_to_end_id FROM collection_item x
                    JOIN issued_invoice n ON n.invoice_id = x.invoice_id
                    WHERE n.number = ? AND x.returned_on IS NULL FOR UPDATE OF x
                    """).param(number).query((rs, row) -> new Return(rs.getLong(1), rs.getString(2), true, day, reason))
                    .optional()
                    .orElseThrow(() -> new RefusedException("invoice '" + number + "' is not being collected, or the "
                            + "return of that is recorded already: 'billing invoice show " + number + "' tells"));
            seal(mark(List.of(returned), actor));
            return of(number).getLast();
        }));
    }
}
