package org.billinggroups.invoice;

import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import org.billinggroups.file.RefusedException;
import org.billinggroups.run.EventFormat;
import org.billinggroups.seal.SealedEvents;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Payments by entries of bank statements, on the day on which the bank booked them. */
@Repository
public class EntryPayments {
    private static final int AT_ONCE = 50_000;

    private final JdbcClient jdbc;
    private final SealedEvents seals;
    private final Clock clock;

    EntryPayments(JdbcClient jdbc, SealedEvents seals, Clock clock) {
        this.jdbc = jdbc;
        this.seals = seals;
        this.clock = clock;
    }

    /**
     * What an entry pays of an invoice.
     *
     * @param amount below zero what goes back to the customer, or was returned
     */
    public record Matched(long entryId, long invoiceId, BigDecimal amount) {}

    /** Adds what the import of a file has matched, in the caller's transaction; it is sealed with the file. */
    public void addAll(long file, List<Matched> payments, String actor) {
        for (int from = 0; from < payments.size(); from += AT_ONCE) {
            var some = payments.subList(from, Math.min(from + AT_ONCE, payments.size()));
            jdbc.sql("""
                    INSERT INTO payment (invoice_id, amount, paid_on, recorded_at, recorded_by, entry_id, file_id)
                    SELECT x.invoice, x.amount, e.booked_on, ?, ?, e.id, ?
                    FROM unnest(?, ?, ?) WITH ORDINALITY AS x (entry, invoice, amount, place)
                    JOIN statement_entry e ON e.id = x.entry ORDER BY x.place
                    """).params(clock.instant().atOffset(ZoneOffset.UTC), actor, file)
                    .param(some.stream().map(Matched::entryId).toArray(Long[]::new))
                    .param(some.stream().map(Matched::invoiceId).toArray(Long[]::new))
                    .param(some.stream().map(Matched::amount).toArray(BigDecimal[]::new)).update();
        }
    }

    /**
     * Adds what somebody has matched, in the caller's transaction.
     *
     * @return the payment, which the caller seals when all else is written
     */
    public long add(Matched payment, String actor) {
        return jdbc.sql("""
                INSERT INTO payment (invoice_id, amount, paid_on, recorded_at, recorded_by, entry_id)
                SELECT ?, ?, booked_on, ?, ?, id FROM statement_entry WHERE id = ? RETURNING id
                """).params(payment.invoiceId(), payment.amount(), clock.instant().atOffset(ZoneOffset.UTC), actor,
                payment.entryId()).query(Long.class).single();
    }

    /** Seals payments, as the last of a transaction: who seals lets everybody else wait. */
    public void seal(List<Long> ids) {
        ids.forEach(id -> seals.seal(EventFormat.PAYMENT, id));
    }

    /**
     * Takes back all that an entry has paid, in the caller's transaction.
     *
     * @return the payments that do it, which the caller seals when all else is written
     * @throws RefusedException if money went back since that was paid
     */
    public List<Long> takeBack(long entry, String reason, String actor) {
        try {
            return jdbc.sql("""
                    INSERT INTO payment (invoice_id, amount, paid_on, recorded_at, recorded_by, entry_id, reverses,
                        reason)
                    SELECT p.invoice_id, -p.amount, p.paid_on, ?, ?, p.entry_id, p.id, ? FROM payment p
                    WHERE p.entry_id = ? AND p.reverses IS NULL
                        AND NOT EXISTS (SELECT FROM payment x WHERE x.reverses = p.id)
                    ORDER BY p.id RETURNING id
                    """).params(clock.instant().atOffset(ZoneOffset.UTC), actor, reason, entry).query(Long.class)
                    .list();
        } catch (DataIntegrityViolationException e) {
            throw new RefusedException("entry " + entry + ": what it paid has gone back since, by another entry or by "
                    + "'billing invoice pay': take that back first");
        }
    }
}
