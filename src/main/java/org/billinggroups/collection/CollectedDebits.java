package org.billinggroups.collection;

import java.time.LocalDate;
import java.util.List;
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

/** What was collected, as banks name it, and what they returned of it. */
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
     * @param amount in euros
     * @param returnedOn when its return was booked, or null
     */
    public record CollectedDebit(String endToEndId, String number, Money amount, LocalDate collectedOn,
            @Nullable LocalDate returnedOn) {}

    /** What a statement names: all debits of a payment (PmtInfId), or one debit (EndToEndId); none if not ours. */
    public List<CollectedDebit> find(String reference) {
        return query("x.payment_information_id = :reference OR x.end_to_end_id = :reference", reference);
    }

    /** The debits of an invoice, oldest first. */
    public List<CollectedDebit> of(String number) {
        return query("n.number = :reference", number);
    }

    private List<CollectedDebit> query(String which, String reference) {
        return jdbc.sql("""
                SELECT x.end_to_end_id, n.number, x.amount, c.collected_on, x.returned_on
                FROM collection_item x
                JOIN collection c ON c.id = x.collection_id
                JOIN issued_invoice n ON n.invoice_id = x.invoice_id
                WHERE\s""" + which + " ORDER BY x.collection_id, x.position").param("reference", reference)
                .query((rs, row) -> new CollectedDebit(rs.getString(1), rs.getString(2),
                        Money.of(CurrencyUnit.EUR, rs.getBigDecimal(3)), rs.getObject(4, LocalDate.class),
                        rs.getObject(5, LocalDate.class)))
                .list();
    }

    /**
     * Notes the same of the debit of an invoice that counts.
     *
     * @throws RefusedException if there is none
     */
    public CollectedDebit returnLast(String number, LocalDate day, String reason, String actor) {
        var debit = of(number).stream().filter(one -> one.returnedOn() == null).findFirst()
                .orElseThrow(
                        () -> new RefusedException("invoice '" + number + "' is not being collected, or the return "
                                + "of that is recorded already"));
        recordReturn(debit.endToEndId(), day, reason, actor);
        return debit;
    }

    /**
     * Notes that a debit was returned or rejected: its invoice may be collected again.
     *
     * @param day when the bank booked the return
     * @param reason the bank's, such as {@code AC04}, or another text
     * @throws RefusedException if there is no such debit, or its return is recorded already
     */
    public void recordReturn(String endToEndId, LocalDate day, String reason, String actor) {
        GivenText.require("reason", reason, LONGEST_REASON);
        transaction.executeWithoutResult(status -> {
            int noted = jdbc.sql("""
                    UPDATE collection_item SET returned_on = ?, return_reason = ?, returned_by = ?
                    WHERE end_to_end_id = ? AND returned_on IS NULL
                    """).params(day, reason, actor, endToEndId).update();
            if (noted == 0) {
                throw new RefusedException(find(endToEndId).isEmpty()
                        ? "nothing was collected as '" + endToEndId + "'"
                        : "the return of '" + endToEndId + "' is recorded already");
            }
            seals.seal(EventFormat.RETURN, endToEndId);
        });
    }
}
