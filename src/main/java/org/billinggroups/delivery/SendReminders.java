package org.billinggroups.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.billinggroups.delivery.Delivery.State;
import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;

/**
 * Mails reminders of invoices that are overdue to groups that want them, each reminder to each recipient at most once,
 * as {@link SendInvoices} mails invoices.
 */
@Service
@EnableConfigurationProperties(ReminderSettings.class)
public class SendReminders {
    private final DueReminders reminders;
    private final ReminderSettings settings;
    private final UnchangedDocuments documents;
    private final Mailing mailing;
    private final JdbcConnectionDetails database;

    SendReminders(DueReminders reminders, ReminderSettings settings, UnchangedDocuments documents, Mailing mailing,
            JdbcConnectionDetails database) {
        this.reminders = reminders;
        this.settings = settings;
        this.documents = documents;
        this.mailing = mailing;
        this.database = database;
    }

    /**
     * Sends the reminders that are due.
     *
     * @param reminder only the first, second or a later one, also where those before it were not sent; 0 for the next
     *        one of each invoice
     * @param dryRun whether only to tell what would be sent
     * @param stop whether to stop before the next mail
     * @return the mails that were due, and those of whose last reminder the outcome is doubtful or a refusal; empty if
     *         another process is sending
     * @throws RefusedException if there is no such reminder, or no mail server is set
     * @throws org.billinggroups.audit.DifferenceFoundException if a published file was changed
     */
    public Optional<List<Delivery>> send(int reminder, boolean dryRun, BooleanSupplier stop) throws IOException {
        settings.requireUsable();
        if (reminder > settings.afterDays().size()) {
            throw new RefusedException("there is no reminder " + reminder + ": billing.reminders.after-days has "
                    + settings.afterDays().size());
        }
        if (dryRun) {
            return Optional.of(reminders.find(reminder).stream()
                    .map(mail -> Mailing.told(mail, Mailing.isDue(mail) ? State.WOULD_SEND : null)).toList());
        }
        var sender = mailing.sender();
        try (var lock = SessionLock.tryAcquire(database, LockScope.DELIVERY, "reminders").orElse(null)) {
            if (lock == null) {
                return Optional.empty();
            }
            var mails = reminders.find(reminder);
            documents.requireSealed(mails.stream().filter(Mailing::isDue).toList());
            return Optional.of(mailing.sendAll(mails, Set.of(), Mailing::isDue, sender, stop));
        }
    }
}
