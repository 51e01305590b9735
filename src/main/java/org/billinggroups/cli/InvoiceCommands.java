package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.concurrent.Callable;
import org.billinggroups.invoice.Payments;
import org.billinggroups.job.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing invoice}: drafts and issued invoices. */
@Command(name = "invoice", description = "Shows invoices.", subcommands = {
        InvoiceList.class, InvoiceShow.class, InvoiceExplain.class,
        InvoiceApproval.Review.class, InvoiceApproval.Approve.class, InvoiceCommands.Pay.class,
        InvoiceCreditNote.class, InvoiceReturn.class })
final class InvoiceCommands {
    @ContextCommand
    @Command(name = "pay", description = "Records a payment of an issued invoice, in part or whole, or a refund.")
    static final class Pay implements Callable<Integer> {
        private final Payments payments;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(paramLabel = "NUMBER", description = "The number of the invoice.")
        private String number;

        @Option(names = "--amount", required = true, paramLabel = "AMOUNT",
                description = "In the invoice's currency; negative for a refund.")
        private BigDecimal amount;

        @Option(names = "--on", paramLabel = "DATE", description = "The day of the payment (default: today, UTC).")
        private @Nullable LocalDate day;

        @Option(names = "--reference", paramLabel = "TEXT",
                description = "What tells payments apart; the same one is recorded once per invoice.")
        private @Nullable String reference;

        Pay(Payments payments, Output output, GlobalOptions global) {
            this.payments = payments;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            var balance = payments.pay(number, amount, day, reference, global.actor);
            output.json(new PaidJson(number, balance));
            output.line(number + ": " + balance.paid() + " paid, " + (balance.open().isNegative()
                    ? balance.open().negated() + " more than was due"
                    : balance.open() + " open"));
            return ExitCode.DONE.code();
        }

        private record PaidJson(String number, @JsonUnwrapped Payments.Balance balance) {}
    }
}
