package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.collection.CollectInvoices;
import org.billinggroups.collection.DirectDebit;
import org.billinggroups.collection.DirectDebit.Sequence;
import org.billinggroups.collection.LeftOutInvoice;
import org.billinggroups.collection.SepaCollection;
import org.billinggroups.collection.SepaCollection.Payment;
import org.billinggroups.file.AtomicFile.Written;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.BillingPeriod;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing collect}: SEPA direct debits. */
@ContextCommand
@Command(name = "collect",
        description = "Collects what is open of a period's invoices from the accounts of customers with a SEPA "
                + "mandate, each invoice once: writes the file for the seller's bank (pain.008.001.08).")
final class CollectCommand implements Callable<Integer> {
    private final CollectInvoices collecting;
    private final Output output;
    private final GlobalOptions global;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period, such as 2026-10.")
    private BillingPeriod period;

    @Option(names = "--on", required = true, paramLabel = "DATE",
            description = "The day on which the accounts are debited: one on which banks settle, tomorrow or later.")
    private LocalDate day;

    @Option(names = "--out", paramLabel = "FILE", description = "The file, which only its owner can read.")
    private @Nullable Path out;

    @Option(names = "--dry-run", description = "Only tell what would be collected.")
    private boolean dryRun;

    CollectCommand(CollectInvoices collecting, Output output, GlobalOptions global) {
        this.collecting = collecting;
        this.output = output;
        this.global = global;
    }

    @Override
    public Integer call() throws IOException {
        var outcome = dryRun ? collecting.preview(period, day) : collect();
        var collection = outcome.collection();
        var file = out == null || dryRun || collection.debits().isEmpty() ? null : OutFile.of(out);
        var written = file == null ? null : file.write(collection::write);
        output.json(CollectedJson.of(outcome, dryRun, file == null ? null : file.path(), written));
        print(outcome, file);
        return (outcome.leftOut().isEmpty() ? ExitCode.DONE : ExitCode.ATTENTION).code();
    }

    /** Nothing is collected before there is a place for the file. */
    private CollectInvoices.Outcome collect() {
        if (out == null) {
            throw new ParameterException(spec.commandLine(), "name the file with --out, or try it with --dry-run");
        }
        OutFile.of(out);
        return collecting.collect(period, day, global.actor);
    }

    private void print(CollectInvoices.Outcome outcome, @Nullable OutFile file) {
        var collection = outcome.collection();
        if (collection.debits().isEmpty()) {
            output.line("nothing to collect of " + period + ": no open invoice announces a direct debit that was not "
                    + "made yet" + (outcome.leftOut().isEmpty() ? "" : " and can be made on " + day));
        } else {
            output.table(List.of("INVOICE", "AMOUNT", "SCHEME", "SEQUENCE", "MANDATE", "ACCOUNT", "BILLING GROUP"),
                    collection.debits().stream().map(CollectCommand::row).toList());
            output.line((dryRun && !outcome.isKnown() ? "would collect " : "collects ") + collection.total() + " of "
                    + Output.count(collection.debits().size(), "invoice") + " on " + day + " as "
                    + collection.messageId());
        }
        if (outcome.isKnown()) {
            output.line("it was collected before: the same file is written again; what was issued or returned since "
                    + "is collected on another day");
        }
        outcome.leftOut().forEach(one -> output.line("left out: " + one.number() + " (" + one.groupName() + ", "
                + one.open() + ") " + one.reason()));
        if (file != null) {
            output.line("written to " + file.path());
        }
    }

    private static List<String> row(DirectDebit debit) {
        return List.of(debit.number(), debit.amount().toString(), debit.mandate().scheme().code(),
                debit.sequence().name(), debit.mandate().id(), debit.mandate().iban(), debit.groupName());
    }

    private record CollectedJson(BillingPeriod period, LocalDate collectedOn, String messageId, boolean dryRun,
            boolean knownBefore, @Nullable Path file, @Nullable String sha256, Money total, List<PaymentJson> payments,
            List<LeftOutJson> leftOut) {
        static CollectedJson of(CollectInvoices.Outcome outcome, boolean dryRun, @Nullable Path file,
                @Nullable Written written) {
            SepaCollection collection = outcome.collection();
            return new CollectedJson(collection.period(), collection.collectedOn(), collection.messageId(), dryRun,
                    outcome.isKnown(), file, written == null ? null : written.sha256(), collection.total(),
                    collection.payments().stream().map(PaymentJson::of).toList(),
                    outcome.leftOut().stream().map(LeftOutJson::of).toList());
        }
    }

    private record PaymentJson(String id, String scheme, Sequence sequence, Money total, List<DebitJson> debits) {
        static PaymentJson of(Payment payment) {
            var first = payment.debits().getFirst();
            return new PaymentJson(payment.id(), first.mandate().scheme().code(), first.sequence(), payment.total(),
                    payment.debits().stream().map(DebitJson::of).toList());
        }
    }

    private record DebitJson(String endToEndId, String invoice, String billingGroup, Money amount, String mandate,
            String iban, @Nullable String reference) {
        static DebitJson of(DirectDebit debit) {
            return new DebitJson(debit.endToEndId(), debit.number(), debit.groupName(), debit.amount(),
                    debit.mandate().id(), debit.mandate().iban(), debit.reference());
        }
    }

    private record LeftOutJson(String invoice, NamedGroup billingGroup, Money open, String reason) {
        static LeftOutJson of(LeftOutInvoice one) {
            return new LeftOutJson(one.number(), new NamedGroup(one.groupId(), one.groupName()), one.open(),
                    one.reason());
        }
    }
}
