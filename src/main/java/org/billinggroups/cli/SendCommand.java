package org.billinggroups.cli;

import java.io.IOException;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.billinggroups.delivery.Delivery;
import org.billinggroups.delivery.MailPart;
import org.billinggroups.delivery.SendInvoices;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.StopSignal;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing send}: mails the documents of a period. */
@ContextCommand
@Command(name = "send", description = "Mails each published invoice and credit note of a period to the billing group's "
        + "addresses, at most once.")
final class SendCommand implements Callable<Integer> {
    private final SendInvoices invoices;
    private final StopSignal stop;
    private final Output output;

    @Parameters(paramLabel = "PERIOD", converter = PeriodConverter.class, description = "Such as 2026-10.")
    private BillingPeriod period;

    @Option(names = "--attach", paramLabel = "PART", split = ",", description = "What each mail brings: some of pdf, "
            + "csv, focus, ubl. Without it, what belongs to the invoice.")
    private Set<MailPart> parts = EnumSet.noneOf(MailPart.class);

    @Option(names = "--dry-run", description = "Tell what would be sent to whom, and send nothing.")
    private boolean dryRun;

    @Option(names = "--again", paramLabel = "NUMBER",
            description = "Send doubtful and refused mails of this invoice again.")
    private @Nullable String again;

    SendCommand(SendInvoices invoices, StopSignal stop, Output output) {
        this.invoices = invoices;
        this.stop = stop;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        var sent = invoices.send(period, parts, Optional.ofNullable(again), dryRun, stop::isRequested);
        if (sent.isEmpty()) {
            output.error("billing: another process is sending the invoices of " + period);
            return ExitCode.ALREADY_RUNNING.code();
        }
        var deliveries = sent.get();
        output.json(deliveries.stream().map(DeliveryJson::of).toList());
        deliveries.forEach(delivery -> output.line(line(delivery)));
        if (stop.isRequested()) {
            return ExitCode.STOPPED.code();
        }
        return ExitCode.mostSevere(deliveries.stream().map(DeliveryText::code).toList()).code();
    }

    private String line(Delivery delivery) {
        return DeliveryText.line(delivery, "billing send " + period, ": ask, or 'billing send " + period + " --again "
                + delivery.number() + "'");
    }

    private record DeliveryJson(String number, String billingGroup, @Nullable String recipient,
            Delivery.State state, String detail) {
        static DeliveryJson of(Delivery delivery) {
            return new DeliveryJson(delivery.number(), delivery.group(), delivery.recipient(), delivery.state(),
                    delivery.detail());
        }
    }
}
