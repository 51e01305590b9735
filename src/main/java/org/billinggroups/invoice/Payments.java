package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.billinggroups.file.GivenText;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.EventFormat;
import org.billinggroups.seal.SealedEvents;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Payments of issued invoices. They are only ever added; a wrong one is taken back by a refund of the same amount. */
@Repository
public class Payments {
    private static final int LONGEST_REFERENCE = 200;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final SealedEvents seals;
    private final Clock clock;

    Payments(JdbcClient jdbc, TransactionOperations transaction, SealedEvents seals, Clock clock) {
        this.seals = seals;
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * A payment.
     *
     * @param amount negative for a refund
     */
    public record Payment(Money amount, LocalDate paidOn, @Nullable String reference, String recordedBy) {}

    /**
     * What was paid of an invoice.
     *
     * @param open what is left to pay; negative if more was paid than is due since a credit note
     */
    public record Balance(Money paid, Money open) {}

    /**
     * Records a payment or refund.
     *
     * @param amount in the invoice's currency; negative for a refund
     * @param paidOn the day, or null for today
     * @param reference what distinguishes payments, such as the bank's reference, in at most 200 characters; the same
     * one counts once per invoice
     * @throws RefusedException if the invoice is not issued, the payment is recorded already, more would be paid than
     * is open or paid back than was paid, or the day is before the invoice or in the future
     */
    public Balance pay(String number, BigDecimal amount, @Nullable LocalDate paidOn, @Nullable String reference,
            String actor) {
        if (reference != null) {
            GivenText.require("reference", reference, LONGEST_REFERENCE);
        }
        return transaction.execute(status -> {
            var invoice = find(number);
            if (invoice.corrects() != null) {
                throw new RefusedException(number + " corrects " + invoice.corrects()
                        + ": record payments and refunds of that invoice, by 'billing invoice pay "
                        + invoice.corrects() + " --amount ...'");
            }
            var money = money(invoice.currency(), amount);
            var day = dayOf(paidOn, invoice);
            requireWithinWhatIsDue(number, money, balance(invoice));
            try {
                long id = jdbc.sql("""
                        INSERT INTO payment (invoice_id, amount, paid_on, reference, recorded_at, recorded_by)
                        VALUES (?, ?, ?, ?, ?, ?) RETURNING id
                        """).params(invoice.id(), money.getAmount(), day).param(reference)
                        .params(clock.instant().atOffset(ZoneOffset.UTC), actor).query(Long.class).single();
                seals.seal(EventFormat.PAYMENT, id);
            } catch (DuplicateKeyException e) {
                throw new RefusedException("a payment of invoice " + number + " with the reference '" + reference
                        + "' is recorded already");
            } catch (DataIntegrityViolationException e) {
                throw new RefusedException(
                        "another payment of invoice " + number + " was recorded at the same time, and "
                                + "this one does not fit any more");
            }
            return balance(invoice);
        });
    }

    /** What was paid of an issued invoice. */
    public Balance balanceOf(String number) {
        return balance(find(number));
    }

    /** The payments of an issued invoice, in the order in which they were recorded. */
    public List<Payment> of(String number) {
        var invoice = find(number);
        return jdbc.sql("SELECT amount, paid_on, reference, recorded_by FROM payment WHERE invoice_id = ? ORDER BY id")
                .param(invoice.id()).query((rs, row) -> new Payment(
                        Money.of(invoice.currency(), rs.getBigDecimal("amount")),
                        rs.getObject("paid_on", LocalDate.class), rs.getString("reference"),
                        rs.getString("recorded_by")))
                .list();
    }

    /** @param earliest the day of issuing or the invoice's own date, whichever is earlier */
    private record Issued(long id, CurrencyUnit currency, @Nullable String corrects, LocalDate earliest) {}

    private Issued find(String number) {
        return jdbc.sql("""
                SELECT n.invoice_id, n.currency, o.number,
                    least(n.issue_date, (s.at AT TIME ZONE 'UTC')::date) AS earliest
                FROM issued_invoice n
                JOIN invoice_state s ON s.invoice_id = n.invoice_id AND s.state = 'issued'
                LEFT JOIN correction c ON c.invoice_id = n.invoice_id
                LEFT JOIN issued_invoice o ON o.invoice_id = c.corrected_id WHERE n.number = ?
                """).param(number)
                .query((rs, row) -> new Issued(rs.getLong(1), CurrencyUnit.of(rs.getString(2)), rs.getString(3),
                        rs.getObject(4, LocalDate.class)))
                .optional()
                .orElseThrow(() -> Invoices.unknown(number));
    }

    private Balance balance(Issued invoice) {
        return jdbc.sql("SELECT paid, open FROM invoice_balance WHERE invoice_id = ?").param(invoice.id())
                .query((rs, row) -> new Balance(Money.of(invoice.currency(), rs.getBigDecimal("paid")),
                        Money.of(invoice.currency(), rs.getBigDecimal("open"))))
                .single();
    }

    private LocalDate dayOf(@Nullable LocalDate paidOn, Issued invoice) {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        if (paidOn != null && (paidOn.isBefore(invoice.earliest()) || paidOn.isAfter(today))) {
            throw new RefusedException("day " + paidOn + ": expected one from " + invoice.earliest()
                    + ", when the invoice was issued, to " + today + ", today");
        }
        return paidOn == null ? today : paidOn;
    }

    /**
     * An invoice below zero is paid out to the customer: payments of it are negative, and taken back by positive ones.
     */
    private static void requireWithinWhatIsDue(String number, Money amount, Balance balance) {
        var due = balance.open().plus(balance.paid());
        var paid = balance.paid().plus(amount);
        if (amount.isNegative() && paid.isNegative() && paid.isLessThan(due)) {
            throw new RefusedException("invoice " + number + ": " + amount.negated() + " would be paid back, but "
                    + (due.isNegative()
                            ? balance.open().negated() + " of it is due to the customer"
                            : balance.paid() + " of it was paid"));
        }
        if (amount.isPositive() && paid.isPositive() && paid.isGreaterThan(due)) {
            throw new RefusedException("invoice " + number + ": " + amount + " would be paid, but "
                    + (balance.open().isPositive()
                            ? balance.open() + " of it is open"
                            : "nothing of it is open; a refund has an amount below zero"));
        }
    }

    private static Money money(CurrencyUnit currency, BigDecimal amount) {
        if (amount.signum() == 0) {
            throw new RefusedException("amount '" + amount + "': expected something other than 0");
        }
        try {
            return Money.of(currency, amount);
        } catch (ArithmeticException e) {
            throw new RefusedException("amount '" + amount + "': expected at most "
                    + currency.getDecimalPlaces() + " decimals for " + currency);
        }
    }
}
