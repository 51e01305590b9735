package org.billinggroups.invoicing;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import org.billinggroups.period.RefusedException;
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
    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final Clock clock;

    Payments(JdbcClient jdbc, TransactionOperations transaction, Clock clock) {
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
     * @param open what is left to pay; negative if more was paid than was due
     */
    public record Balance(Money paid, Money open) {}

    /**
     * Records a payment or refund.
     *
     * @param amount in the invoice's currency; negative for a refund
     * @param paidOn the day, or null for today
     * @param reference what tells payments apart, such as the bank's reference; the same one counts once per invoice
     * @throws RefusedException if the invoice is not issued, the payment is recorded already, or more would be paid back
     *         than was paid
     */
    public Balance pay(String number, BigDecimal amount, @Nullable LocalDate paidOn, @Nullable String reference,
            String actor) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var invoice = find(number);
            if (invoice.corrects() != null) {
                throw new RefusedException(number + " corrects " + invoice.corrects()
                        + ": record payments and refunds of that invoice");
            }
            var money = money(invoice.currency(), amount);
            try {
                jdbc.sql("""
                        INSERT INTO payment (invoice_id, amount, paid_on, reference, recorded_at, recorded_by)
                        VALUES (?, ?, ?, ?, ?, ?)
                        """).params(invoice.id(), money.getAmount(),
                        paidOn == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : paidOn, reference,
                        clock.instant().atOffset(ZoneOffset.UTC), actor).update();
            } catch (DuplicateKeyException e) {
                throw new RefusedException("a payment of invoice " + number + " with the reference '" + reference
                        + "' is recorded already");
            } catch (DataIntegrityViolationException e) {
                throw new RefusedException("invoice " + number + ": more would be paid back than was paid");
            }
            return balance(invoice);
        }));
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

    private record Issued(long id, CurrencyUnit currency, @Nullable String corrects) {}

    private Issued find(String number) {
        return jdbc.sql("""
                SELECT n.invoice_id, n.currency, o.number FROM issued_invoice n
                LEFT JOIN correction c ON c.invoice_id = n.invoice_id
                LEFT JOIN issued_invoice o ON o.invoice_id = c.corrected_id WHERE n.number = ?
                """).param(number)
                .query((rs, row) -> new Issued(rs.getLong(1), CurrencyUnit.of(rs.getString(2)), rs.getString(3)))
                .optional()
                .orElseThrow(() -> new RefusedException("there is no invoice with the number '" + number + "'"));
    }

    private Balance balance(Issued invoice) {
        return jdbc.sql("SELECT paid, open FROM invoice_balance WHERE invoice_id = ?").param(invoice.id())
                .query((rs, row) -> new Balance(Money.of(invoice.currency(), rs.getBigDecimal("paid")),
                        Money.of(invoice.currency(), rs.getBigDecimal("open"))))
                .single();
    }

    private static Money money(CurrencyUnit currency, BigDecimal amount) {
        if (amount.signum() == 0) {
            throw new RefusedException("amount '" + amount.toPlainString() + "': expected something other than 0");
        }
        try {
            return Money.of(currency, amount);
        } catch (ArithmeticException e) {
            throw new RefusedException("amount '" + amount.toPlainString() + "': expected at most "
                    + currency.getDecimalPlaces() + " decimals for " + currency);
        }
    }
}
