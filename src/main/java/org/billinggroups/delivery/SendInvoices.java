package org.billinggroups.delivery;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.billinggroups.delivery.Deliveries.Due;
import org.billinggroups.delivery.Deliveries.Outcome;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Service;

/**
 * Mails the published documents of a period, each to each recipient at most once. That something is to be handed to the
 * mail server is committed first, what the server said afterwards. If the process dies in between, or the connection
 * breaks when the mail is on its way and before the server answers, nobody knows whether the mail went out: it is
 * doubtful, is named, and is sent again only when somebody says so.
 */
@Service
@EnableConfigurationProperties(DeliverySettings.class)
public class SendInvoices {
    private static final long MINUTE = 60_000;

    private final Deliveries deliveries;
    private final Invoices invoices;
    private final UnchangedDocuments documents;
    private final DeliverySettings settings;
    private final JdbcConnectionDetails database;
    private final ObjectProvider<JavaMailSender> mailSender;

    SendInvoices(Deliveries deliveries, Invoices invoices, UnchangedDocuments documents, DeliverySettings settings,
            JdbcConnectionDetails database, ObjectProvider<JavaMailSender> mailSender) {
        this.deliveries = deliveries;
        this.invoices = invoices;
        this.documents = documents;
        this.settings = settings;
        this.database = database;
        this.mailSender = mailSender;
    }

    /** The outcome of a mail. */
    public enum State {
        /** The server took it. */
        SENT,
        /** It would be sent. */
        WOULD_SEND,
        /** It was sent before. */
        ALREADY_SENT,
        /** Nobody knows whether it was sent. */
        DOUBTFUL,
        /** The server does not take it, for good. */
        REFUSED,
        /** The server did not take it this time. */
        FAILED,
        /** The group has no address. */
        NO_ADDRESS
    }

    /**
     * A mail and its outcome.
     *
     * @param detail what the server said, or empty
     */
    public record Delivery(String number, String group, @Nullable String recipient, State state, String detail) {}

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
            return Optional
                    .of(all.stream().map(due -> told(due, isDue(due, again) ? State.WOULD_SEND : null)).toList());
        }
        var sender = Optional.ofNullable(mailSender.getIfAvailable()).orElseThrow(() -> new RefusedException(
                "no mail server is set: set spring.mail.host, and what else it needs"));
        try (var lock = SessionLock.tryAcquire(database, LockScope.DELIVERY, period.toString()).orElse(null)) {
            return lock == null
                    ? Optional.empty()
                    : Optional.of(sendAll(deliveries.of(period), asked, again, sender, stop));
        }
    }

    private List<Delivery> sendAll(List<Due> all, Set<MailPart> asked, Optional<String> again, JavaMailSender sender,
            BooleanSupplier stop) throws IOException {
        List<Delivery> results = new ArrayList<>();
        boolean first = true;
        for (var due : all) {
            if (!isDue(due, again)) {
                results.add(told(due, null));
                continue;
            }
            if (!first && settings.perMinute() > 0) {
                pause(MINUTE / settings.perMinute(), stop);
            }
            first = false;
            if (stop.getAsBoolean()) {
                return results;
            }
            results.add(send(due, asked, sender, stop));
        }
        return results;
    }

    private static boolean isDue(Due due, Optional<String> again) {
        if (due.recipient() == null || Outcome.SENT.code().equals(due.outcome())) {
            return false;
        }
        return !due.isDoubtful() && !Outcome.REFUSED.code().equals(due.outcome())
                || again.filter(due.number()::equals).isPresent();
    }

    private static Delivery told(Due due, @Nullable State state) {
        var told = state != null ? state : switch (due.outcome() == null ? "" : due.outcome()) {
            case "sent" -> State.ALREADY_SENT;
            case "refused" -> State.REFUSED;
            default -> due.recipient() == null ? State.NO_ADDRESS : State.DOUBTFUL;
        };
        return new Delivery(due.number(), due.groupName(), due.recipient(), told,
                told == State.REFUSED ? String.valueOf(due.detail()) : "");
    }

    /** Sends a mail, several times if the server does not take it at the moment. */
    private Delivery send(Due due, Set<MailPart> asked, JavaMailSender sender, BooleanSupplier stop)
            throws IOException {
        var present = due;
        while (true) {
            var result = sendOnce(present, asked, sender);
            int tries = present.attempts() + 1 - due.attempts();
            if (result.state() != State.FAILED || tries >= settings.attempts() || stop.getAsBoolean()) {
                return result;
            }
            pause(settings.pauseSeconds() * 1000L, stop);
            present = new Due(due.invoiceId(), due.runId(), due.number(), due.groupName(), due.recipient(),
                    present.attempts() + 1, Outcome.FAILED.code(), result.detail());
        }
    }

    private Delivery sendOnce(Due due, Set<MailPart> asked, JavaMailSender sender) throws IOException {
        var recipient = String.valueOf(due.recipient());
        InvoiceMail.Message message = null;
        MessagingException unsendable = null;
        try {
            var invoice = invoices.get(due.invoiceId());
            message = new InvoiceMail(settings).of(sender, invoice, recipient,
                    documents.published(due, invoice, asked));
        } catch (MessagingException e) {
            unsendable = e;
        }
        var attempt = deliveries.attempt(due);
        if (attempt.isEmpty()) {
            return new Delivery(due.number(), due.groupName(), recipient, State.DOUBTFUL, "another process was first");
        }
        if (message == null) {
            var said = MailFailure.said(Objects.requireNonNull(unsendable));
            deliveries.ended(attempt.get(), Outcome.REFUSED, said);
            return new Delivery(due.number(), due.groupName(), recipient, State.REFUSED, said);
        }
        try {
            sender.send(message);
            deliveries.ended(attempt.get(), Outcome.SENT, "");
            return new Delivery(due.number(), due.groupName(), recipient, State.SENT, "");
        } catch (MailException e) {
            return ended(due, recipient, attempt.get(), message, e);
        }
    }

    private Delivery ended(Due due, String recipient, long attempt, InvoiceMail.Message message, MailException thrown) {
        var outcome = MailFailure.outcome(message, thrown);
        var said = outcome.filter(known -> known == Outcome.SENT).isPresent() ? "" : MailFailure.said(thrown);
        outcome.ifPresent(known -> deliveries.ended(attempt, known, said));
        var state = outcome.map(known -> State.valueOf(known.name())).orElse(State.DOUBTFUL);
        return new Delivery(due.number(), due.groupName(), recipient, state, said);
    }

    private static void pause(long millis, BooleanSupplier stop) {
        long end = System.nanoTime() + millis * 1_000_000;
        while (System.nanoTime() < end && !stop.getAsBoolean()) {
            try {
                Thread.sleep(Math.min(100, Math.max(1, (end - System.nanoTime()) / 1_000_000)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }
}
