package org.billinggroups.cli;

import java.io.IOException;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.billinggroups.job.ExitCode;
import org.billinggroups.receivable.AgedBalance;
import org.billinggroups.receivable.AgingCsv;
import org.billinggroups.receivable.OpenItems;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billing receivable}: who owes what. */
@Command(name = "receivable", description = "Tells who owes what.", subcommands = ReceivableCommands.Aging.class)
final class ReceivableCommands {
    /** By what balances are summed up. */
    enum By {
        GROUP, ACCOUNT
    }

    /** How they are written. */
    enum Format {
        CSV
    }

    @ContextCommand
    @Command(name = "aging", description = "Shows what is open of issued invoices, by the days since they were due.")
    static final class Aging implements Callable<Integer> {
        private final OpenItems items;
        private final Output output;
        private final Clock clock;

        @Spec
        private CommandSpec spec;

        @Option(names = "--on", paramLabel = "DATE",
                description = "At the end of that day: what is issued, credited or paid later does not count "
                        + "(default: today, UTC).")
        private @Nullable LocalDate on;

        @Option(names = "--by", paramLabel = "WHAT", defaultValue = "group",
                description = "group or account (default: ${DEFAULT-VALUE}).")
        private By by;

        @Option(names = "--format", paramLabel = "FORMAT", description = "csv: as a file instead of a table.")
        private @Nullable Format format;

        Aging(OpenItems items, Output output, Clock clock) {
            this.items = items;
            this.output = output;
            this.clock = clock;
        }

        @Override
        public Integer call() throws IOException {
            if (format != null && output.isJson()) {
                throw new ParameterException(spec.commandLine(), "--json and --format exclude each other");
            }
            var day = on == null ? LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC) : on;
            var balances = by == By.GROUP ? items.agedByGroup(day) : items.agedByAccount(day);
            if (format == Format.CSV) {
                output.bytes(out -> AgingCsv.write(balances, out));
            } else {
                output.json(AgingJson.of(day, balances));
                printTable(balances);
            }
            return ExitCode.DONE.code();
        }

        private void printTable(List<AgedBalance> balances) {
            if (balances.isEmpty()) {
                output.line("nothing is open");
                return;
            }
            var rows = balances.stream().map(one -> List.of(
                    Output.text(by == By.GROUP ? one.groupName() : one.accountId()), one.currency().getCode(),
                    plain(one.notDue()), plain(one.days1To30()), plain(one.days31To60()), plain(one.days61To90()),
                    plain(one.over90()), plain(one.total()))).toList();
            output.table(List.of(by == By.GROUP ? "BILLING GROUP" : "ACCOUNT", "CCY", "NOT DUE", "1-30", "31-60",
                    "61-90", "OVER 90", "TOTAL"), rows);
            AgingJson.totals(balances).forEach((currency, total) -> output.line("total  " + total));
        }

        private static String plain(Money amount) {
            return amount.getAmount().toPlainString();
        }
    }

    private record AgingJson(LocalDate on, List<AgedJson> balances, Map<String, Money> totals) {
        static AgingJson of(LocalDate on, List<AgedBalance> balances) {
            return new AgingJson(on, balances.stream().map(AgedJson::of).toList(), totals(balances));
        }

        static Map<String, Money> totals(List<AgedBalance> balances) {
            return balances.stream().collect(Collectors.toMap(one -> one.currency().getCode(), AgedBalance::total,
                    Money::plus, TreeMap::new));
        }
    }
}
