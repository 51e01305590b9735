package org.billinggroups.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.billinggroups.delivery.Delivery;
import org.billinggroups.delivery.SendReminders;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.StopSignal;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billing remind}: mails reminders of invoices that are overdue. */
@ContextCommand
@Command(name = "remind", description = "Mails reminders of invoices that are overdue to billing groups with "
        + "reminders: on, each reminder at most once.")
final class RemindCommand implements Callable<Integer> {
    private final SendReminders reminders;
    private final StopSignal stop;
    private final Output output;

    @Option(names = "--level", paramLabel = "N", description = {
            "Only the first (1), second or a later reminder,",
            "also to invoices that did not get those before it." })
    private @Nullable Integer level;

    @Option(names = "--dry-run", description = "Tell what would be sent to whom, and send nothing.")
    private boolean dryRun;

    @Spec
    private CommandSpec spec;

    RemindCommand(SendReminders reminders, StopSignal stop, Output output) {
        this.reminders = reminders;
        this.stop = stop;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        if (level != null && level < 1) {
            throw new ParameterException(spec.commandLine(), "--level: expected 1 or more, found " + level);
        }
        var sent = reminders.send(level == null ? 0 : level, dryRun, stop::isRequested);
        if (sent.isEmpty()) {
            output.error("billing: another process is sending reminders");
            return ExitCode.ALREADY_RUNNING.code();
        }
        var mails = sent.get();
        output.json(mails.stream().map(ReminderJson::of).toList());
        mails.forEach(mail -> output.line(DeliveryText.line(mail, "billing remind", ": ask whether it came")));
        if (mails.isEmpty()) {
            output.line("no reminder is due");
        }
        if (stop.isRequested()) {
            return ExitCode.STOPPED.code();
        }
        return ExitCode.mostSevere(mails.stream().map(DeliveryText::code).toList()).code();
    }

    private record ReminderJson(String number, int reminder, String billingGroup, @Nullable String recipient,
            Delivery.State state, String detail) {
        static ReminderJson of(Delivery mail) {
            return new ReminderJson(mail.number(), mail.reminder(), mail.group(), mail.recipient(), mail.state(),
                    mail.detail());
        }
    }
}
