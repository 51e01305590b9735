package org.billinggroups.cli;

import org.billinggroups.delivery.Delivery;
import org.billinggroups.job.ExitCode;

/** What became of a mail, in words and as exit code. */
final class DeliveryText {
    private DeliveryText() {}

    static ExitCode code(Delivery delivery) {
        return switch (delivery.state()) {
            case SENT, WOULD_SEND, ALREADY_SENT, NOTHING_OPEN -> ExitCode.DONE;
            case DOUBTFUL, REFUSED, NO_ADDRESS -> ExitCode.ATTENTION;
            case FAILED -> ExitCode.FAILED;
        };
    }

    /**
     * A line about a mail.
     *
     * @param command what tries again
     * @param ifDoubtful what to do where nobody knows whether it was sent
     */
    static String line(Delivery delivery, String command, String ifDoubtful) {
        var reminder = delivery.reminder() == 0 ? "" : " reminder " + delivery.reminder();
        var recipient = delivery.recipient() == null ? delivery.group() : delivery.recipient();
        return delivery.number() + reminder + " " + recipient + ": " + text(delivery, command, ifDoubtful)
                + (delivery.detail().isEmpty() ? "" : " (" + delivery.detail() + ")");
    }

    private static String text(Delivery delivery, String command, String ifDoubtful) {
        return switch (delivery.state()) {
            case SENT -> "sent";
            case WOULD_SEND -> "would be sent";
            case ALREADY_SENT -> "was sent before";
            case DOUBTFUL -> "may have been sent or not" + ifDoubtful;
            case REFUSED -> "refused by the mail server";
            case FAILED -> "not sent; '" + command + "' tries again";
            case NO_ADDRESS -> "has no billing e-mail address";
            case NOTHING_OPEN -> "was paid in the meantime";
        };
    }
}
