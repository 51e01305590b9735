package org.billinggroups.delivery;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.billinggroups.account.SepaArea;
import org.billinggroups.delivery.Deliveries.Due;
import org.billinggroups.delivery.Deliveries.Outcome;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which invoices somebody is to be reminded of, by what stands in the database now. */
@Repository
record DueReminders(JdbcClient jdbc, ReminderSettings settings, Clock clock) {
    /**
     * An overdue invoice.
     *
     * @param last its last reminder; 0 if there was none
     * @param debitedTo the seller's IBAN if all else is there to announce a direct debit, and none was made
     */
    private record Overdue(long invoiceId, long overdueDays, int last, long daysSinceLast, @Nullable String debitedTo) {
        /** By the rule of {@link org.billinggroups.invoice.Invoice#collectedBy()}. */
        boolean isAnnounced() {
            return debitedTo != null && SepaArea.contains(debitedTo);
        }
    }

    /**
     * The mails of reminders that are due, in the order of the invoices' numbers, and those of a last reminder whose
     * outcome somebody has to look at.
     *
     * @param asked only this one, also where earlier ones were not sent or just were; 0 for the next of each invoice
     */
    List<Due> find(int asked) {
        List<Due> all = new ArrayList<>();
        for (var one : overdue(LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC))) {
            mails(one, asked).stream().filter(mail -> asked == 0 || mail.reminder() == asked).forEach(all::add);
        }
        return all;
    }

    private List<Due> mails(Overdue invoice, int asked) {
        var last = invoice.last == 0 ? List.<Due>of() : mails(invoice.invoiceId, invoice.last);
        int next = asked == 0
                ? settings.next(invoice.overdueDays, invoice.last, invoice.daysSinceLast)
                : invoice.last < asked && settings.isDue(asked, invoice.overdueDays) ? asked : 0;
        return next == 0 || asked == 0 && last.stream().anyMatch(DueReminders::isUnfinished)
                ? last.stream().filter(mail -> !Outcome.SENT.code().equals(mail.outcome())).toList()
                : mails(invoice.invoiceId, next);
    }

    /** Whether a reminder was begun and this mail of it is still to be sent. */
    private static boolean isUnfinished(Due mail) {
        return mail.recipient() != null && (mail.attempts() == 0 || Outcome.FAILED.code().equals(mail.outcome()));
    }

    /** Without those that the seller collects, or has announced to collect, unless the bank returned that. */
    private List<Overdue> overdue(LocalDate today) {
        return jdbc.sql("""
                SELECT n.invoice_id, :today - n.due_date AS overdue_days, coalesce(s.reminder, 0) AS last,
                    coalesce(:today - s.day, 0) AS days_since_last,
                    CASE WHEN c.all = 0 AND f.fields ->> 'sepa_mandate' IS NOT NULL
                        AND r.seller ->> 'creditor_id' IS NOT NULL AND n.currency = 'EUR'
                        THEN r.seller ->> 'iban' END AS debited_to
                FROM issued_invoice n
                JOIN invoice i ON i.id = n.invoice_id
                JOIN invoicing_run r ON r.id = i.run_id AND r.finished_at IS NOT NULL
                JOIN billing_group g ON g.id = n.group_id AND g.reminders = 'on'
                JOIN invoice_balance b ON b.invoice_id = n.invoice_id AND b.open > 0
                LEFT JOIN LATERAL (
                    SELECT x.reminder, (max(x.attempted_at) AT TIME ZONE 'UTC')::date AS day FROM delivery_attempt x
                    WHERE x.invoice_id = n.invoice_id AND x.reminder > 0
                    GROUP BY x.reminder ORDER BY x.reminder DESC LIMIT 1) s ON true
                JOIN frozen_group f ON f.run_id = i.run_id AND f.group_id = i.group_id
                LEFT JOIN LATERAL (
                    SELECT count(*) FILTER (WHERE x.returned_on IS NULL) AS pending, count(*) AS all
                    FROM collection_item x WHERE x.invoice_id = n.invoice_id) c ON true
                WHERE n.revision IS NOT NULL AND n.due_date < :today AND c.pending = 0
                ORDER BY n.journal_entry
                """).param("today", today).query(Overdue.class).list().stream().filter(one -> !one.isAnnounced())
                .toList();
    }

    /** To those who are asked about problems from the second reminder on. */
    private List<Due> mails(long invoiceId, int reminder) {
        return jdbc.sql("""
                SELECT n.invoice_id, i.run_id, n.number, g.name AS group_name, :reminder AS reminder, e.recipient,
                    coalesce(a.attempt, 0) AS attempts, o.outcome, o.detail
                FROM issued_invoice n
                JOIN invoice i ON i.id = n.invoice_id
                JOIN billing_group g ON g.id = n.group_id
                LEFT JOIN LATERAL (
                    SELECT DISTINCT lower(x) AS recipient FROM jsonb_array_elements_text(
                        to_jsonb(g) -> 'billing_emails' || CASE WHEN :reminder > 1
                            THEN to_jsonb(g) -> 'billing_contact_emails' ELSE '[]' END) x
                ) e ON true
                LEFT JOIN LATERAL (
                    SELECT id, attempt FROM delivery_attempt x
                    WHERE x.invoice_id = n.invoice_id AND x.recipient = e.recipient AND x.reminder = :reminder
                    ORDER BY attempt DESC LIMIT 1) a ON true
                LEFT JOIN delivery_outcome o ON o.attempt_id = a.id
                WHERE n.invoice_id = :invoice ORDER BY e.recipient COLLATE "C"
                """).param("invoice", invoiceId).param("reminder", reminder).query(Due.class).list();
    }
}
