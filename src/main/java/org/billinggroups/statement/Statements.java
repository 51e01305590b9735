package org.billinggroups.statement;

import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.billinggroups.file.GivenText;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.EntryPayments;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Entries of bank statements: lists them, matches them by hand, and takes back what was matched. */
@Service
public class Statements {
    private static final int LONGEST_REASON = 200;

    private static final String LISTED = """
            SELECT * FROM (
                SELECT e.*, b.matched, CASE WHEN e.kind = 'charges' THEN 'CHARGES'
                        WHEN b.matched = e.amount THEN 'MATCHED' WHEN b.matched = 0 THEN 'UNMATCHED'
                        ELSE 'PARTIAL' END AS state,
                    coalesce((
                        SELECT 'taken back: ' || t.reason FROM (
                            SELECT p.recorded_at, p.reason FROM payment p
                            WHERE p.entry_id = e.id AND p.reason IS NOT NULL
                            UNION ALL
                            SELECT o.recorded_at, o.reason FROM on_account o
                            WHERE o.entry_id = e.id AND o.reason IS NOT NULL) t
                        ORDER BY t.recorded_at DESC LIMIT 1), e.reason) AS why
                FROM statement_entry e JOIN statement_entry_balance b ON b.entry_id = e.id) x
            """;

    private final JdbcClient jdbc;
    private final TransactionOperations transaction;
    private final StatementRows rows;
    private final EntryPayments payments;
    private final OnAccount onAccount;
    private final EntryReturns returns;

    Statements(JdbcClient jdbc, TransactionOperations transaction, StatementRows rows, EntryPayments payments,
            OnAccount onAccount, EntryReturns returns) {
        this.jdbc = jdbc;
        this.transaction = transaction;
        this.rows = rows;
        this.payments = payments;
        this.onAccount = onAccount;
        this.returns = returns;
    }

    /**
     * What an invoice is to get of an entry.
     *
     * @param amount above zero; null for as much as fits
     */
    public record Wanted(String number, @Nullable BigDecimal amount) {}

    /** The entries in the order in which they came. */
    public List<ListedEntry> list(boolean unmatchedOnly) {
        return jdbc.sql(LISTED + "WHERE NOT :unmatched OR state IN ('UNMATCHED', 'PARTIAL') ORDER BY id")
                .param("unmatched", unmatchedOnly).query(Statements::listed).list();
    }

    /** The first entries of a file that are not matched, or not wholly. */
    public List<ListedEntry> unmatchedOf(ImportedStatement file, int most) {
        return jdbc.sql(LISTED + "WHERE file_id = ? AND state IN ('UNMATCHED', 'PARTIAL') ORDER BY position LIMIT ?")
                .params(file.id(), most).query(Statements::listed).list();
    }

    /** The entry with that key. */
    public ListedEntry get(long entry) {
        return jdbc.sql(LISTED + "WHERE id = ?").param(entry).query(Statements::listed).optional().orElseThrow(
                () -> new RefusedException("there is no entry " + entry + ": 'billing payment list' shows them"));
    }

    private static ListedEntry listed(ResultSet rs, int row) throws SQLException {
        var currency = CurrencyUnit.of(rs.getString("currency"));
        var state = EntryState.valueOf(rs.getString("state"));
        return new ListedEntry(rs.getLong("id"), rs.getObject("booked_on", LocalDate.class),
                Money.of(currency, rs.getBigDecimal("amount")), currency, rs.getString("reference"),
                rs.getString("remitter"), rs.getString("remittance"), state,
                state == EntryState.UNMATCHED || state == EntryState.PARTIAL ? rs.getString("why") : null);
    }

    /**
     * Matches an entry, or what is left of it.
     *
     * @param restOnAccount whether what is left then goes on the account of the last invoice's group
     * @throws RefusedException if more would be matched than the entry has or than fits the invoice
     */
    public ListedEntry match(long id, List<Wanted> wanted, boolean restOnAccount, String actor) {
        return transaction.execute(status -> {
            rows.takeTurns();
            var entry = get(id);
            if (entry.state() == EntryState.CHARGES) {
                throw new RefusedException("entry " + id + " is a charge of the bank, which is of no invoice");
            }
            var left = entry.amount().minus(matched(id, entry.currency()));
            Owed last = null;
            List<Long> paid = new ArrayList<>();
            for (var one : wanted) {
                last = owed(one.number());
                var amount = fitting(entry, left, one, last, restOnAccount);
                if (!amount.isZero()) {
                    paid.add(pay(entry, amount, last, actor));
                }
                left = left.minus(amount);
            }
            var returned = returns.markOfEntry(id, actor);
            payments.seal(paid);
            returns.seal(returned);
            if (restOnAccount && left.isPositive() && last != null) {
                onAccount.add(id, null, new Decision.OnAccount(last.groupId, last.number, left.getAmount()), actor);
            }
            return get(id);
        });
    }

    /** How much the invoice gets; zero only if what is left goes on account. */
    private static Money fitting(ListedEntry entry, Money left, Wanted wanted, Owed owed, boolean restOnAccount) {
        if (!owed.open.getCurrencyUnit().equals(entry.currency())) {
            throw new RefusedException("entry " + entry.entry() + " is in " + entry.currency() + ", and "
                    + owed.number + " in " + owed.open.getCurrencyUnit());
        }
        var amount = wanted.amount() == null ? owed.fitting(left) : owed.asked(entry, wanted.amount());
        boolean mayBeNothing = restOnAccount && wanted.amount() == null && left.isPositive();
        if (amount.isZero() && !mayBeNothing) {
            throw new RefusedException(left.isZero()
                    ? "entry " + entry.entry() + ": nothing of it is left to match"
                    : "invoice " + owed.number + ": nothing of it is open for entry " + entry.entry());
        }
        if (amount.abs().isGreaterThan(left.abs())) {
            throw new RefusedException("entry " + entry.entry() + ": only " + left.abs() + " of it "
                    + "are left to match, not " + amount.abs());
        }
        return amount;
    }

    /** The payment that is to be sealed. */
    private long pay(ListedEntry entry, Money amount, Owed owed, String actor) {
        try {
            return payments.add(new EntryPayments.Matched(entry.entry(), owed.invoiceId, amount.getAmount()), actor);
        } catch (DataIntegrityViolationException e) {
            throw new RefusedException("invoice " + owed.number + ": " + amount.abs() + " do not fit, as "
                    + (amount.isPositive() ? owed.open + " of it are open" : owed.paid + " of it were paid"));
        }
    }

    private Money matched(long entry, CurrencyUnit currency) {
        return Money.of(currency,
                jdbc.sql("SELECT matched FROM statement_entry_balance WHERE entry_id = ?").param(entry)
                        .query(BigDecimal.class).single());
    }

    /** @param number of the invoice itself, also where that of a credit note for it was given */
    private record Owed(long invoiceId, String number, UUID groupId, Money open, Money paid) {
        /** As much of what is left as fits: what is open; of what goes out what is due to the customer, or was paid. */
        Money fitting(Money left) {
            var zero = left.minus(left);
            if (left.isPositive()) {
                return open.isLessThan(left) ? open.isPositive() ? open : zero : left;
            }
            var most = (open.isNegative() ? open : paid.negated());
            return most.isGreaterThan(left) ? most.isNegative() ? most : zero : left;
        }

        Money asked(ListedEntry entry, BigDecimal amount) {
            try {
                var money = Money.of(entry.currency(), amount);
                if (money.isNegativeOrZero()) {
                    throw new RefusedException("amount '" + amount + "': expected more than 0");
                }
                return entry.amount().isNegative() ? money.negated() : money;
            } catch (ArithmeticException e) {
                throw new RefusedException("amount '" + amount + "': expected at most "
                        + entry.currency().getDecimalPlaces() + " decimals");
            }
        }
    }

    private Owed owed(String number) {
        return jdbc.sql("""
                SELECT o.invoice_id, o.number, o.group_id, o.currency, b.open, b.paid FROM issued_invoice n
                LEFT JOIN correction c ON c.invoice_id = n.invoice_id
                JOIN issued_invoice o ON o.invoice_id = coalesce(c.corrected_id, n.invoice_id)
                JOIN invoice_balance b ON b.invoice_id = o.invoice_id
                WHERE n.number = ?
                """).param(number).query((rs, row) -> {
            var currency = CurrencyUnit.of(rs.getString("currency"));
            return new Owed(rs.getLong("invoice_id"), rs.getString("number"), rs.getObject("group_id", UUID.class),
                    Money.of(currency, rs.getBigDecimal("open")), Money.of(currency, rs.getBigDecimal("paid")));
        }).optional().orElseThrow(() -> new RefusedException(
                "there is no issued invoice '" + number + "': 'billing invoice list' shows them"));
    }

    /**
     * Takes back all that an entry was matched with; both stays on record.
     *
     * @throws RefusedException if nothing of it is matched, or an invoice was paid from what went on account
     */
    public ListedEntry unmatch(long id, String reason, String actor) {
        GivenText.require("reason", reason, LONGEST_REASON);
        return transaction.execute(status -> {
            rows.takeTurns();
            get(id);
            var paid = payments.takeBack(id, reason, actor);
            int onAccounts = onAccount.takeBack(id, reason, actor);
            payments.seal(paid);
            if (paid.size() + onAccounts == 0) {
                throw new RefusedException("entry " + id + ": nothing of it is matched");
            }
            return get(id);
        });
    }
}
