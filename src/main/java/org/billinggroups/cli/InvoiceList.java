package org.billinggroups.cli;

import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.invoice.InvoiceFilter;
import org.billinggroups.invoice.InvoiceState;
import org.billinggroups.invoice.InvoiceSummary;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.Days;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** {@code billing invoice list}. */
@ContextCommand
@Command(name = "list", description = "Lists invoices, drafts last, with what is open and for how many days it is "
        + "overdue.")
final class InvoiceList implements Callable<Integer> {
    private final Invoices invoices;
    private final BillingGroups groups;
    private final Accounts accounts;
    private final Output output;
    private final Clock clock;

    @Option(names = "--period", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "Only of this period.")
    private @Nullable BillingPeriod period;

    @Option(names = "--open", description = "Only those of which something is left to pay.")
    private boolean open;

    @Option(names = "--overdue", description = "Only those of which something should have been paid by now.")
    private boolean overdue;

    @Option(names = "--account", paramLabel = "ID", description = "Only of this account's billing groups.")
    private @Nullable String account;

    @Option(names = "--billing-group", paramLabel = "GROUP", description = "Only of this billing group (id or name).")
    private @Nullable String group;

    @Option(names = "--issued", paramLabel = "FROM..TO", converter = DaysConverter.class,
            description = "Only those issued on these days, such as 2026-10-01..2026-10-31.")
    private @Nullable IssueDays issued;

    InvoiceList(Invoices invoices, BillingGroups groups, Accounts accounts, Output output, Clock clock) {
        this.invoices = invoices;
        this.groups = groups;
        this.accounts = accounts;
        this.output = output;
        this.clock = clock;
    }

    private record IssueDays(LocalDate first, LocalDate last) {}

    /** Two days, the first not after the last. */
    private static final class DaysConverter implements ITypeConverter<IssueDays> {
        @Override
        public IssueDays convert(String text) {
            var days = text.split("\\.\\.", -1);
            try {
                if (days.length == 2) {
                    var given = new IssueDays(Days.parse(days[0]), Days.parse(days[1]));
                    if (!given.last().isBefore(given.first())) {
                        return given;
                    }
                }
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("'" + text + "': " + e.getMessage());
            }
            throw new TypeConversionException("'" + text
                    + "': expected two days, the first not after the last, such as 2026-10-01..2026-10-31");
        }
    }

    @Override
    public Integer call() {
        var today = LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC);
        var all = invoices.list(new InvoiceFilter(period, open, overdue ? today : null,
                account == null ? null : accounts.resolve(account).id(),
                group == null ? null : groups.resolve(group).id(), issued == null ? null : issued.first(),
                issued == null ? null : issued.last()));
        output.json(all.stream().map(invoice -> SummaryJson.of(invoice, today)).toList());
        output.table(List.of("NUMBER", "STATE", "PERIOD", "TOTAL", "AMOUNT DUE", "DUE", "OPEN", "OVERDUE",
                "BILLING GROUP"), all.stream().map(invoice -> row(invoice, today)).toList(), "AMOUNT DUE", "TOTAL",
                "PERIOD", "DUE");
        return ExitCode.DONE.code();
    }

    private static List<String> row(InvoiceSummary invoice, LocalDate today) {
        long days = invoice.overdueDays(today);
        return List.of(invoice.number() == null ? "-" : invoice.number(), invoice.state().code(),
                invoice.period().toString(), invoice.total().toString(), invoice.amountDue().toString(),
                Output.text(invoice.dueDate()), Output.text(invoice.open()), days == 0 ? "" : Long.toString(days),
                invoice.groupName());
    }

    private record SummaryJson(@Nullable String number, InvoiceState state, BillingPeriod period,
            NamedGroup billingGroup, CurrencyUnit currency, Money total, Money amountDue,
            @Nullable String paymentReference, @Nullable LocalDate dueDate, @Nullable Money open, long overdueDays) {
        static SummaryJson of(InvoiceSummary invoice, LocalDate today) {
            return new SummaryJson(invoice.number(), invoice.state(), invoice.period(),
                    new NamedGroup(invoice.groupId(), invoice.groupName()), invoice.total().getCurrencyUnit(),
                    invoice.total(), invoice.amountDue(), invoice.paymentReference(), invoice.dueDate(),
                    invoice.open(), invoice.overdueDays(today));
        }
    }
}
