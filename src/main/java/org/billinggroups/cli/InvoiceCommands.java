package org.billinggroups.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.document.Documents;
import org.billinggroups.invoicing.Invoice;
import org.billinggroups.invoicing.Invoices;
import org.billinggroups.invoicing.Payments;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing invoice}: drafts and issued invoices. */
@Command(name = "invoice", description = "Shows invoices.", subcommands = {
        InvoiceCommands.ListAll.class, InvoiceCommands.Show.class, InvoiceExplain.class,
        InvoiceApproval.Review.class, InvoiceApproval.Approve.class, InvoicePay.class,
        InvoiceCreditNote.class })
final class InvoiceCommands {

    /** {@code billing invoice list}. */
    @ContextCommand
    @Command(name = "list", description = "Lists invoices, drafts last.")
    static final class ListAll implements Callable<Integer> {
        private final Invoices invoices;
        private final Output output;

        @Option(names = "--period", paramLabel = "PERIOD", converter = PeriodConverter.class,
                description = "Only of this period.")
        private @Nullable BillingPeriod period;

        ListAll(Invoices invoices, Output output) {
            this.invoices = invoices;
            this.output = output;
        }

        @Override
        public Integer call() {
            var all = invoices.list(Optional.ofNullable(period));
            if (output.isJson()) {
                output.json(all.stream().map(InvoiceJson::summary).toList());
            } else {
                output.table(List.of("NUMBER", "STATE", "PERIOD", "TOTAL", "AMOUNT DUE", "BILLING GROUP"), all.stream()
                        .map(invoice -> List.of(invoice.number() == null ? "-" : invoice.number(),
                                invoice.state().code(),
                                invoice.period().toString(), invoice.total().toString(), invoice.amountDue().toString(),
                                invoice.groupName()))
                        .toList());
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing invoice show}. */
    @ContextCommand
    @Command(name = "show", description = "Shows an invoice with its lines and taxes.")
    static final class Show implements Callable<Integer> {
        private final Invoices invoices;
        private final Payments payments;
        private final Documents documents;
        private final Output output;

        @Parameters(paramLabel = "NUMBER", description = "Its number.")
        private String number;

        Show(Invoices invoices, Payments payments, Documents documents, Output output) {
            this.invoices = invoices;
            this.payments = payments;
            this.documents = documents;
            this.output = output;
        }

        @Override
        public Integer call() {
            var invoice = invoices.findByNumber(number)
                    .orElseThrow(() -> new RefusedException("there is no invoice with the number '" + number + "'"));
            if (output.isJson()) {
                var json = InvoiceJson.full(invoice, documents.ofInvoice(invoice.id()));
                json.put("credit_notes", invoices.creditNotesOf(invoice.id()));
                InvoiceJson.putPayments(json, payments.balanceOf(number), payments.of(number));
                output.json(json);
                return ExitCode.DONE.code();
            }
            printLines(invoice);
            printTotals(invoice);
            printPayments(invoice);
            return ExitCode.DONE.code();
        }

        private void printLines(Invoice invoice) {
            output.line(invoice.number() + "  " + invoice.state().code() + "  " + invoice.period() + "  "
                    + invoice.groupName() + "  issued " + invoice.issueDate()
                    + (invoice.isCreditNote() ? "" : ", due " + invoice.dueDate()));
            var correction = invoice.correction();
            if (correction != null) {
                output.line("corrects    " + correction.number() + ": " + correction.reason());
            }
            output.table(List.of("LINE", "TYPE", "PROJECT", "SKU", "QUANTITY", "UNIT", "AMOUNT"), invoice.lines()
                    .stream()
                    .map(line -> List.of(Integer.toString(line.line()), line.type().code(), Output.text(line.project()),
                            line.sku() == null ? line.description() : line.sku(),
                            line.quantity() == null ? "" : line.quantity().toPlainString(), Output.text(line.unit()),
                            line.amount().getAmount().toPlainString()))
                    .toList());
        }

        private void printTotals(Invoice invoice) {
            output.line("net         " + invoice.netTotal());
            invoice.taxes().forEach(tax -> output.line("tax         " + tax.amount() + " (" + tax.category() + " "
                    + tax.rate().toPlainString() + " % on " + tax.basis() + ")"));
            output.line("total       " + invoice.total());
            if (!invoice.prepaid().isZero()) {
                output.line("prepaid     " + invoice.prepaid());
            }
            output.line("amount due  " + invoice.amountDue());
        }

        private void printPayments(Invoice invoice) {
            payments.of(number).forEach(payment -> output.line("paid        " + payment.amount() + " on "
                    + payment.paidOn() + (payment.reference() == null ? "" : " (" + payment.reference() + ")")));
            var creditNotes = invoices.creditNotesOf(invoice.id());
            if (!creditNotes.isEmpty()) {
                output.line("credited    by " + String.join(", ", creditNotes));
            }
            output.line("open        " + payments.balanceOf(number).open());
        }
    }
}
