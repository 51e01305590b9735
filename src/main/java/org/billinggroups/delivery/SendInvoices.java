package org.billinggroups.delivery;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.billinggroups.delivery.Deliveries.Due;
import org.billinggroups.delivery.Deliveries.Outcome;
import org.billinggroups.delivery.Delivery.State;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;

/**
 * Mails the published documents of a period, each to each recipient at most once. A doubtful mail is named, and sent
 * again only when somebody says so.
 */
@Service
public class SendInvoices {
    private final Deliveries deliveries;
    private final UnchangedDocuments documents;
    private final Mailing mailing;
    private final JdbcConnectionDetails database;

    SendInvoices(Deliveries deliveries, UnchangedDocuments documents, Mailing mailing,
            JdbcConnectionDetails database) {
        this.deliveries = deliveries;
        this.documents = documents;
        this.mailing = mailing;
        this.database = database;
    }

    /**
     * Sends what was not sent yet.
     *
     * @param asked what each mail brings; empty for what belongs to the invoice
     * @param again the number of an invoice of which doubtful and refused mails are to be sent again
     * @param dryRun whether only to tell what would be sent
     * @param stop whether to stop before the next mail
     * @return all deliveries of the period, as far as it came; empty if another process is sending
     * @throws RefusedException if there is nothing published, or no mail server is set
     * @throws DifferenceFoundException if a published file was changed
     */
    public Optional<List<Delivery>> send(BillingPeriod period, Set<MailPart> asked, Optional<String> again,
            boolean dryRun, BooleanSupplier stop) throws IOException {
        var all = deliveries.of(period);
        if (all.isEmpty()) {
            throw new RefusedException("nothing of period " + period + " is published: 'billing status " + period
                    + "' tells what it is at");
        }
        again.filter(number -> all.stream().noneMatch(due -> due.number().equals(number))).ifPresent(number -> {
            throw new RefusedException("there is no invoice " + number + " in period " + period
                    + ": 'billing invoice list --period " + period + "' shows them");
        });
        var waiting = all.stream().filter(due -> isDue(due, again)).toList();
        documents.requireSealed(waiting);
        documents.requireParts(waiting, asked);
        if (dryRun) {
            return Optional.of(all.stream()
                    .map(due -> Mailing.told(due, isDue(due, again) ? State.WOULD_SEND : null)).toList());
        }
        var sender = mailing.sender();
        try (var lock = SessionLock.tryAcquire(database, LockScope.DELIVERY, period.toString()).orElse(null)) {
            return lock == null
                    ? Optional.empty()
                    : Optional
                            .of(mailing.sendAll(deliveries.of(period), asked, due -> isDue(due, again), sender, stop));
        }
    }

    private static boolean isDue(Due due, Optional<String> again) {
        return Mailing.isDue(due) || due.recipient() != null && !Outcome.SENT.code().equals(due.outcome())
                && again.filter(due.number()::equals).isPresent();
    }
}
