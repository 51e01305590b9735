package org.billinggroups.delivery;

import jakarta.mail.MessagingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.billinggroups.delivery.Deliveries.Outcome;
import org.billinggroups.file.PrintableText;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.springframework.mail.MailException;
import org.springframework.mail.MailSendException;

/** What is known of a mail that could not be handed over without trouble. */
final class MailFailure {
    private static final int FIRST_PERMANENT = 500;
    private static final int LONGEST_ANSWER = 1000;

    private MailFailure() {}

    /** What a failure says for sure, that the mail was taken or not, now or ever; or nothing. */
    static Optional<Outcome> outcome(InvoiceMail.Message message, MailException thrown) {
        for (var cause : causes(thrown)) {
            int code = cause instanceof SMTPAddressFailedException address
                    ? address.getReturnCode()
                    : cause instanceof SMTPSendFailedException send ? send.getReturnCode() : 0;
            if (code > 0) {
                return Optional.of(code >= FIRST_PERMANENT ? Outcome.REFUSED : Outcome.FAILED);
            }
        }
        if (!message.isHandedOver()) {
            return Optional.of(Outcome.FAILED);
        }
        // The server took the mail where the failure is of no message, but of the farewell.
        boolean taken = thrown instanceof MailSendException send && send.getFailedMessages().isEmpty();
        return taken ? Optional.of(Outcome.SENT) : Optional.empty();
    }

    /** What the server said, which may be anything, as it can be kept. */
    static String said(Exception thrown) {
        var said = String.valueOf(causes(thrown).getLast().getMessage());
        return PrintableText.shortened(PrintableText.inOneLine(said).strip(), LONGEST_ANSWER);
    }

    /** The failure and what caused it: mail libraries keep causes in two more places than others. */
    private static List<Throwable> causes(Throwable thrown) {
        List<Throwable> causes = new ArrayList<>();
        for (Throwable cause = thrown; cause != null && !causes.contains(cause);) {
            causes.add(cause);
            var failed = cause instanceof MailSendException send
                    ? send.getFailedMessages().values().stream().findFirst().orElse(null)
                    : null;
            var next = cause instanceof MessagingException messaging ? messaging.getNextException() : null;
            cause = failed != null ? failed : next != null ? next : cause.getCause();
        }
        return causes;
    }
}
