package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.collection.CollectedDebits;
import org.billinggroups.collection.CollectedDebits.CollectedDebit;
import org.billinggroups.document.Documents;
import org.billinggroups.invoice.Invoice;
import org.billinggroups.invoice.InvoiceSummary;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.invoice.Payments;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing invoice show}. */
@ContextCommand
@Command(name = "show", description = "Shows an invoice with its lines and taxes; with --period also a billing group's "
        + "draft or estimate.")
final class InvoiceShow implements Callable<Integer> {
    private final Invoices invoices;
    private final BillingGroups groups;
    private final Payments payments;
    private final CollectedDebits debits;
    private final Documents documents;
    private final Output output;
    private final Clock clock;

    @Parameters(paramLabel = "NUMBER|GROUP", description = "Its number, or with --period its billing group.")
    private String which;

    @Option(names = "--period", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "Show all that the billing group has for this period.")
    private @Nullable BillingPeriod period;

    InvoiceShow(Invoices invoices, BillingGroups groups, Payments payments, CollectedDebits debits,
            Documents documents, Output output, Clock clock) {
        this.invoices = invoices;
        this.groups = groups;
        this.payments = payments;
        this.debits = debits;
        this.documents = documents;
        this.output = output;
        this.clock = clock;
    }

    @Override
    public Integer call() {
        if (period == null) {
            show(invoices.findByNumber(which)
                    .orElseThrow(() -> Invoices.unknown(which)));
            return ExitCode.DONE.code();
        }
        var group = groups.resolve(which);
        var all = invoices.of(group.id(), period);
        if (output.isJson()) {
            output.json(all.stream().map(this::json).toList());
        } else if (all.isEmpty()) {
            output.line("billing group '" + group.name() + "' has nothing for " + period);
        } else {
            all.forEach(this::show);
        }
        return ExitCode.DONE.code();
    }

    private void show(Invoice invoice) {
        if (output.isJson()) {
            output.json(json(invoice));
            return;
        }
        printLines(invoice);
        printTotals(invoice);
        if (invoice.number() != null) {
            printPayments(invoice, invoice.number());
        }
    }

    private record ShownJson(@JsonUnwrapped InvoiceJson invoice, List<String> creditNotes,
            @JsonUnwrapped @Nullable PaidJson paid) {}

    private record PaidJson(@Nullable String paymentReference, @JsonUnwrapped Payments.Balance balance,
            long overdueDays, List<Payments.Payment> payments, List<CollectedDebit> directDebits) {}

    private ShownJson json(Invoice invoice) {
        var number = invoice.number();
        return new ShownJson(InvoiceJson.of(invoice, documents.ofInvoice(invoice.id())),
                invoices.creditNotesOf(invoice.id()),
                number == null ? null : paid(invoice, number));
    }

    private PaidJson paid(Invoice invoice, String number) {
        var reference = invoice.paymentReference();
        var balance = payments.balanceOf(number);
        return new PaidJson(reference == null ? null : reference.text(), balance, InvoiceSummary.overdueDays(
                invoice.dueDate(), balance.open(), LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC)),
                payments.of(number), debits.of(number));
    }

    private void printLines(Invoice invoice) {
        output.line((invoice.number() == null ? "" : invoice.number() + "  ") + invoice.state().code() + "  "
                + invoice.period() + "  " + invoice.groupName()
                + (invoice.number() == null ? "" : "  issued " + invoice.issueDate())
                + (invoice.isCreditNote() || invoice.number() == null ? "" : ", due " + invoice.dueDate()));
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
                .toList(), "TYPE", "UNIT");
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
        var reference = invoice.paymentReference();
        if (reference != null) {
            output.line("reference   " + reference.text());
        }
    }

    private void printPayments(Invoice invoice, String number) {
        payments.of(number).forEach(payment -> output.line("paid        " + payment.amount() + " on "
                + payment.paidOn() + (payment.reference() == null ? "" : " (" + payment.reference() + ")")));
        debits.of(number).forEach(debit -> output.line("collected   " + debit.amount() + " on " + debit.collectedOn()
                + " (" + debit.endToEndId() + ")" + (debit.returnedOn() == null
                        ? ""
                        : ", returned on " + debit.returnedOn() + ": " + debit.returnReason())));
        var creditNotes = invoices.creditNotesOf(invoice.id());
        if (!creditNotes.isEmpty()) {
            output.line("credited    by " + String.join(", ", creditNotes));
        }
        output.line("open        " + payments.balanceOf(number).open());
    }
}
