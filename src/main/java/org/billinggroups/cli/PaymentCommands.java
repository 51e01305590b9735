package org.billinggroups.cli;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.billinggroups.job.ExitCode;
import org.billinggroups.statement.ImportedStatement;
import org.billinggroups.statement.ListedEntry;
import org.billinggroups.statement.StatementImport;
import org.billinggroups.statement.Statements;
import org.billinggroups.statement.Statements.Wanted;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.TypeConversionException;

/** {@code billing payment}: bank statements. */
@Command(name = "payment", description = "Imports bank statements and matches what came in with invoices.",
        subcommands = { PaymentCommands.ImportFiles.class, PaymentCommands.ListAll.class, PaymentCommands.Match.class,
                PaymentCommands.Unmatch.class })
final class PaymentCommands {
    private static final int SHOWN = 100;

    @ContextCommand
    @Command(name = "import",
            description = "Imports bank statements: camt.053 of ISO 20022 or CSV, each file all of it "
                    + "or nothing, and each entry once.")
    static final class ImportFiles implements Callable<Integer> {
        private final StatementImport statements;
        private final Statements entries;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
        private List<Path> files;

        @Option(names = "--on-account", description = "Put what is more than is open on the billing group's account, "
                + "from which its next invoices are paid.")
        private boolean onAccount;

        ImportFiles(StatementImport statements, Statements entries, Output output, GlobalOptions global) {
            this.statements = statements;
            this.entries = entries;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            boolean isAllMatched = true;
            try (var results = new Results(output)) {
                for (var file : files) {
                    var imported = statements.importFile(file, onAccount, global.actor);
                    var unmatched = imported.importedBefore()
                            ? List.<ListedEntry>of()
                            : entries.unmatchedOf(imported, SHOWN);
                    results.add(told(file, imported), new ImportedJson(file.toString(), imported, unmatched));
                    unmatched.forEach(entry -> output.line("  entry " + entry.entry() + " of " + entry.bookedOn() + ", "
                            + entry.amount() + from(entry) + ": " + entry.reason()));
                    if (imported.unmatched() > unmatched.size() && !imported.importedBefore()) {
                        output.line("  and more: 'billing payment list --unmatched' shows all");
                    }
                    isAllMatched &= unmatched.isEmpty();
                }
            }
            return (isAllMatched ? ExitCode.DONE : ExitCode.ATTENTION).code();
        }

        private static String from(ListedEntry entry) {
            return entry.remitter() == null ? "" : " (" + entry.remitter() + ")";
        }

        private static String told(Path file, ImportedStatement imported) {
            if (imported.importedBefore()) {
                return file + ": imported already";
            }
            return file + ": " + (imported.entries() == 1 ? "1 new entry" : imported.entries() + " new entries") + ", "
                    + imported.matched() + " matched, " + imported.unmatched() + " unmatched"
                    + counted(imported.charges(), "charges") + counted(imported.known(), "known already")
                    + counted(imported.notBooked(), "not booked");
        }

        private static String counted(int count, String what) {
            return count == 0 ? "" : ", " + count + " " + what;
        }

        private record ImportedJson(String file, String sha256, String format, boolean importedBefore, int entries,
                int matched, int unmatched, int charges, int known, int notBooked, List<EntryJson> unmatchedEntries) {
            ImportedJson(String file, ImportedStatement of, List<ListedEntry> unmatched) {
                this(file, of.sha256(), of.format(), of.importedBefore(), of.entries(), of.matched(), of.unmatched(),
                        of.charges(), of.known(), of.notBooked(), unmatched.stream().map(EntryJson::of).toList());
            }
        }
    }

    /** An entry for programs. */
    record EntryJson(long entry, LocalDate bookedOn, Money amount,
            CurrencyUnit currency, @Nullable String reference, @Nullable String remitter,
            @Nullable String remittance, String state, @Nullable String reason) {
        static EntryJson of(ListedEntry entry) {
            return new EntryJson(entry.entry(), entry.bookedOn(), entry.amount(), entry.currency(), entry.reference(),
                    entry.remitter(), entry.remittance(), entry.state().code(), entry.reason());
        }
    }

    @ContextCommand
    @Command(name = "list", description = "Lists the entries of bank statements, and how far they are matched.")
    static final class ListAll implements Callable<Integer> {
        private final Statements statements;
        private final Output output;

        @Option(names = "--unmatched", description = "Only those that are not matched, or not wholly.")
        private boolean unmatched;

        ListAll(Statements statements, Output output) {
            this.statements = statements;
            this.output = output;
        }

        @Override
        public Integer call() {
            var entries = statements.list(unmatched);
            output.json(entries.stream().map(EntryJson::of).toList());
            output.table(List.of("ENTRY", "BOOKED ON", "AMOUNT", "STATE", "REFERENCE", "REMITTER", "REMITTANCE",
                    "REASON"),
                    entries.stream().map(entry -> List.of(Long.toString(entry.entry()), entry.bookedOn().toString(),
                            entry.amount().toString(), entry.state().code(), Output.text(entry.reference()),
                            Output.text(entry.remitter()), Output.text(entry.remittance()),
                            Output.text(entry.reason()))).toList(),
                    "REMITTANCE", "REFERENCE", "REMITTER");
            return ExitCode.DONE.code();
        }
    }

    @ContextCommand
    @Command(name = "match",
            description = "Matches an entry with invoices: credits pay them, debits pay back what they "
                    + "or their credit notes leave due, or what was paid.")
    static final class Match implements Callable<Integer> {
        private final Statements statements;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(index = "0", paramLabel = "ENTRY", description = "The entry's number in 'billing payment list'.")
        private long entry;

        @Parameters(index = "1..*", arity = "1..*", paramLabel = "NUMBER[=AMOUNT]", converter = WantedConverter.class,
                description = "The invoice, and how much of the entry is for it (default: as much as fits).")
        private List<Wanted> wanted;

        @Option(names = "--on-account", description = "Put what is left on the account of the last invoice's billing "
                + "group, from which its next invoices are paid.")
        private boolean onAccount;

        Match(Statements statements, Output output, GlobalOptions global) {
            this.statements = statements;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            return print(output, statements.match(entry, wanted, onAccount, global.actor));
        }
    }

    @ContextCommand
    @Command(name = "unmatch", description = "Takes back what an entry was matched with; both stays on record.")
    static final class Unmatch implements Callable<Integer> {
        private final Statements statements;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(paramLabel = "ENTRY", description = "The entry's number in 'billing payment list'.")
        private long entry;

        @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; for the record.")
        private String reason;

        Unmatch(Statements statements, Output output, GlobalOptions global) {
            this.statements = statements;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            return print(output, statements.unmatch(entry, reason, global.actor));
        }
    }

    private static int print(Output output, ListedEntry entry) {
        output.json(EntryJson.of(entry));
        output.line("entry " + entry.entry() + " of " + entry.bookedOn() + ", " + entry.amount() + ": "
                + entry.state().code());
        return ExitCode.DONE.code();
    }

    /** An invoice and perhaps an amount. */
    static final class WantedConverter implements ITypeConverter<Wanted> {
        private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,18}(\\.[0-9]{1,4})?");

        @Override
        public Wanted convert(String text) {
            int end = text.lastIndexOf('=');
            if (end < 0) {
                return new Wanted(text, null);
            }
            var amount = text.substring(end + 1);
            if (!AMOUNT.matcher(amount).matches()) {
                throw new TypeConversionException("'" + text + "': expected an invoice, and an amount such as 100.00");
            }
            return new Wanted(text.substring(0, end), new BigDecimal(amount));
        }
    }
}
