package org.billinggroups.statement;

import java.time.Clock;
import java.time.ZoneOffset;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.CreditKind;
import org.billinggroups.run.Credits;
import org.billinggroups.run.NewCredit;
import org.billinggroups.seal.SealedEvents;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * What groups have paid beyond what was open: prepaid credits, from which their next invoices are paid. It owns the
 * table {@code on_account}.
 */
@Repository
class OnAccount {
    private final JdbcClient jdbc;
    private final Credits credits;
    private final SealedEvents seals;
    private final Clock clock;

    OnAccount(JdbcClient jdbc, Credits credits, SealedEvents seals, Clock clock) {
        this.jdbc = jdbc;
        this.credits = credits;
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * Puts a part of an entry on a group's account.
     *
     * @param file the file if its import does it, or null
     */
    void add(long entry, @Nullable Long file, Decision.OnAccount what, String actor) {
        var found = jdbc.sql("SELECT currency, booked_on FROM statement_entry WHERE id = ?").param(entry)
                .query((rs, row) -> new Found(rs.getString(1), rs.getString(2))).single();
        long credit = credits.add(new NewCredit(what.groupId(), CreditKind.PREPAID,
                Money.of(CurrencyUnit.of(found.currency), what.amount()), null, null,
                "Payment of " + found.bookedOn + " beyond " + what.number(), null), actor);
        long id = jdbc.sql("""
                INSERT INTO on_account (entry_id, file_id, credit_id, amount, booked_on, recorded_at, recorded_by)
                SELECT id, ?, ?, ?, booked_on, ?, ? FROM statement_entry WHERE id = ? RETURNING id
                """).param(file).params(credit, what.amount(), clock.instant().atOffset(ZoneOffset.UTC), actor, entry)
                .query(Long.class).single();
        if (file == null) {
            seals.seal(StatementFormat.ON_ACCOUNT, id);
        }
    }

    private record Found(String currency, String bookedOn) {}

    /** Takes back what an entry has put on an account, unless an invoice was paid from it. */
    int takeBack(long entry, String reason, String actor) {
        requireUntouched(entry);
        try {
            var ids = jdbc.sql("""
                    INSERT INTO on_account (entry_id, credit_id, amount, booked_on, reverses, reason, recorded_at,
                        recorded_by)
                    SELECT o.entry_id, o.credit_id, -o.amount, o.booked_on, o.id, ?, ?, ? FROM on_account o
                    WHERE o.entry_id = ? AND o.reverses IS NULL
                        AND NOT EXISTS (SELECT FROM on_account x WHERE x.reverses = o.id)
                    ORDER BY o.id RETURNING id
                    """).params(reason, clock.instant().atOffset(ZoneOffset.UTC), actor, entry).query(Long.class)
                    .list();
            ids.forEach(id -> seals.seal(StatementFormat.ON_ACCOUNT, id));
            return ids.size();
        } catch (DataIntegrityViolationException e) {
            throw new RefusedException("entry " + entry + ": a run has just taken from the credit that it became; "
                    + "'billing credit list' shows what is left of it");
        }
    }

    /** Neither an invoice, nor a draft, nor a run that is not finished may count on it. */
    private void requireUntouched(long entry) {
        var user = jdbc.sql("""
                SELECT n.number, to_char(r.period, 'YYYY-MM') AS period
                FROM on_account o
                JOIN credit_balance b ON b.credit_id = o.credit_id
                LEFT JOIN credit_consumption u ON u.credit_id = o.credit_id AND b.remaining < o.amount
                LEFT JOIN issued_invoice n ON n.invoice_id = u.invoice_id
                LEFT JOIN frozen_credit f ON f.credit_id = o.credit_id
                LEFT JOIN invoicing_run r ON r.id = f.run_id AND r.finished_at IS NULL AND r.discarded_at IS NULL
                    AND r.kind = 'invoicing'
                WHERE o.entry_id = ? AND o.reverses IS NULL
                    AND NOT EXISTS (SELECT FROM on_account x WHERE x.reverses = o.id)
                    AND (n.number IS NOT NULL OR r.id IS NOT NULL)
                ORDER BY n.number LIMIT 1
                """).param(entry).query((rs, row) -> rs.getString("number") != null
                ? "invoice " + rs.getString("number") + " was paid from the credit that it became: credit that invoice "
                        + "first, with 'billing invoice credit-note " + rs.getString("number") + " --reason TEXT'"
                : "the run of " + rs.getString("period") + " counts on the credit that it became: finish it with "
                        + "'billing run " + rs.getString("period") + "'")
                .optional();
        if (user.isPresent()) {
            throw new RefusedException("entry " + entry + ": " + user.get());
        }
    }
}
