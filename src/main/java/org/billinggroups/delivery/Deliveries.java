package org.billinggroups.delivery;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.seal.SealedEvents;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.support.TransactionOperations;

/** Which invoice was sent to whom; rows are only ever added. */
@Repository
record Deliveries(JdbcClient jdbc, TransactionOperations transaction, SealedEvents seals, Clock clock) {
    enum Outcome {
        SENT, REFUSED, FAILED;

        String code() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A published invoice and somebody who is to get it, or is reminded of it.
     *
     * @param reminder which reminder it is, from 1 on; 0 for the invoice
     * @param recipient an address, or null if the group has none
     * @param attempts how often it was tried
     * @param outcome of the last attempt; null if there was none, or if nobody knows
     * @param detail what the server said to it, or null
     */
    record Due(long invoiceId, long runId, String number, String groupName, int reminder, @Nullable String recipient,
            int attempts, @Nullable String outcome, @Nullable String detail) {

        boolean isDoubtful() {
            return attempts > 0 && outcome == null;
        }

        Due failedOnceMore(String said) {
            return new Due(invoiceId, runId, number, groupName, reminder, recipient, attempts + 1,
                    Outcome.FAILED.code(), said);
        }
    }

    /** The published invoices of a period with those who are to get them, in the order of their numbers. */
    List<Due> of(BillingPeriod period) {
        return jdbc.sql("""
                SELECT n.invoice_id, i.run_id, n.number, f.name AS group_name, 0 AS reminder, e.recipient,
                    coalesce(a.attempt, 0) AS attempts, o.outcome, o.detail
                FROM issued_invoice n
                JOIN invoice i ON i.id = n.invoice_id
                JOIN invoicing_run r ON r.id = i.run_id AND r.finished_at IS NOT NULL
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                LEFT JOIN LATERAL (
                    SELECT DISTINCT lower(x) AS recipient FROM jsonb_array_elements_text(f.fields -> 'billing_emails') x
                ) e ON true
                LEFT JOIN LATERAL (
                    SELECT id, attempt FROM delivery_attempt x
                    WHERE x.invoice_id = n.invoice_id AND x.recipient = e.recipient AND x.reminder = 0
                    ORDER BY attempt DESC LIMIT 1) a ON true
                LEFT JOIN delivery_outcome o ON o.attempt_id = a.id
                WHERE n.period = ? ORDER BY n.journal_entry, e.recipient COLLATE "C"
                """).param(period.firstDay()).query(Due.class).list();
    }

    /**
     * Notes that a mail is about to be handed over; committed before it is.
     *
     * @return the attempt's key, or nothing if another process was first
     */
    Optional<Long> attempt(Due due) {
        return transaction.execute(status -> {
            var attempt = jdbc.sql("""
                    INSERT INTO delivery_attempt (invoice_id, recipient, reminder, attempt, attempted_at)
                    VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING RETURNING id
                    """)
                    .param(due.invoiceId()).param(due.recipient())
                    .params(due.reminder(), due.attempts() + 1,
                            OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                    .query(Long.class).optional();
            attempt.ifPresent(id -> seals.seal(DeliveryFormat.ATTEMPT, id));
            return attempt;
        });
    }

    void ended(long attemptId, Outcome outcome, String detail) {
        transaction.executeWithoutResult(status -> {
            jdbc.sql("INSERT INTO delivery_outcome (attempt_id, outcome, detail) VALUES (?, ?, ?)")
                    .params(attemptId, outcome.code(), detail).update();
            seals.seal(DeliveryFormat.OUTCOME, attemptId);
        });
    }
}
