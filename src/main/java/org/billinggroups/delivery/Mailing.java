package org.billinggroups.delivery;

import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.billinggroups.delivery.Deliveries.Due;
import org.billinggroups.delivery.Deliveries.Outcome;
import org.billinggroups.delivery.Delivery.State;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.Payments;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.mail.MailException;
import org.springframework.mail.javamail.JavaMailSender;
import org.springframework.stereotype.Component;

/**
 * Hands mails over to the mail server, each at most once. That something is to be handed over is committed first, what
 * the server said afterwards. If the process dies in between, or the connection breaks when the mail is on its way and
 * before the server answers, nobody knows whether the mail went out: it is doubtful, and not sent again by itself.
 */
@Component
@EnableConfigurationProperties(DeliverySettings.class)
class Mailing {
    private static final long MINUTE = 60_000;

    private final Deliveries deliveries;
    private final Invoices invoices;
    private final Payments payments;
    private final UnchangedDocuments documents;
    private final DeliverySettings settings;
    private final ObjectProvider<JavaMailSender> mailSender;

    Mailing(Deliveries deliveries, Invoices invoices, Payments payments, UnchangedDocuments documents,
            DeliverySettings settings, ObjectProvider<JavaMailSender> mailSender) {
        this.deliveries = deliveries;
        this.invoices = invoices;
        this.payments = payments;
        this.documents = documents;
        this.settings = settings;
        this.mailSender = mailSender;
    }

    /** @throws RefusedException if no mail server is set */
    JavaMailSender sender() {
        return Optional.ofNullable(mailSender.getIfAvailable()).orElseThrow(() -> new RefusedException(
                "no mail server is set: set spring.mail.host, and what else it needs"));
    }

    /** Whether a mail is to be sent without anybody saying so again. */
    static boolean isDue(Due due) {
        return due.recipient() != null && !Outcome.SENT.code().equals(due.outcome()) && !due.isDoubtful()
                && !Outcome.REFUSED.code().equals(due.outcome());
    }

    static Delivery told(Due due, @Nullable State state) {
        var told = state != null ? state : switch (due.outcome() == null ? "" : due.outcome()) {
            case "sent" -> State.ALREADY_SENT;
            case "refused" -> State.REFUSED;
            default -> due.recipient() == null ? State.NO_ADDRESS : State.DOUBTFUL;
        };
        return outcome(due, told, told == State.REFUSED ? String.valueOf(due.detail()) : "");
    }

    /**
     * Sends what is due of some mails, and tells of all, as far as it came.
     *
     * @param asked what each mail brings; empty for what belongs to the invoice
     */
    List<Delivery> sendAll(List<Due> all, Set<MailPart> asked, Predicate<Due> isDue, JavaMailSender sender,
            BooleanSupplier stop) throws IOException {
        List<Delivery> results = new ArrayList<>();
        boolean first = true;
        for (var due : all) {
            if (!isDue.test(due)) {
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
            present = present.failedOnceMore(result.detail());
        }
    }

    private Delivery sendOnce(Due due, Set<MailPart> asked, JavaMailSender sender) throws IOException {
        InvoiceMail.Message message = null;
        MessagingException unsendable = null;
        try {
            message = message(due, asked, sender);
            if (message == null) {
                return outcome(due, State.NOTHING_OPEN, "");
            }
        } catch (MessagingException e) {
            unsendable = e;
        }
        var attempt = deliveries.attempt(due);
        if (attempt.isEmpty()) {
            return outcome(due, State.DOUBTFUL, "another process was first");
        }
        if (message == null) {
            var said = MailFailure.said(Objects.requireNonNull(unsendable));
            deliveries.ended(attempt.get(), Outcome.REFUSED, said);
            return outcome(due, State.REFUSED, said);
        }
        try {
            sender.send(message);
            deliveries.ended(attempt.get(), Outcome.SENT, "");
            return outcome(due, State.SENT, "");
        } catch (MailException e) {
            return ended(due, attempt.get(), message, e);
        }
    }

    /** The mail; null where a reminder would be of nothing any more. */
    private InvoiceMail.@Nullable Message message(Due due, Set<MailPart> asked, JavaMailSender sender)
            throws IOException, MessagingException {
        var invoice = invoices.get(due.invoiceId());
        var recipient = String.valueOf(due.recipient());
        var mail = new InvoiceMail(settings);
        if (due.reminder() == 0) {
            return mail.of(sender, invoice, recipient, documents.published(due, invoice, asked));
        }
        var open = payments.balanceOf(due.number()).open();
        return open.isPositive()
                ? mail.reminder(sender, invoice, recipient, documents.published(due, invoice, asked), due.reminder(),
                        open)
                : null;
    }

    private Delivery ended(Due due, long attempt, InvoiceMail.Message message, MailException thrown) {
        var outcome = MailFailure.outcome(message, thrown);
        var said = outcome.filter(known -> known == Outcome.SENT).isPresent() ? "" : MailFailure.said(thrown);
        outcome.ifPresent(known -> deliveries.ended(attempt, known, said));
        return outcome(due, outcome.map(known -> State.valueOf(known.name())).orElse(State.DOUBTFUL), said);
    }

    private static Delivery outcome(Due due, State state, String detail) {
        return new Delivery(due.number(), due.groupName(), due.reminder(), due.recipient(), state, detail);
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
