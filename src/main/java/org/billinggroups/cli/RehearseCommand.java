package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.OutputFolder;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.rehearsal.ComparedGroup;
import org.billinggroups.rehearsal.Rehearsal;
import org.billinggroups.rehearsal.RehearsalFiles;
import org.billinggroups.rehearsal.RehearsalRequest;
import org.billinggroups.rehearsal.RehearsalResult;
import org.billinggroups.rehearsal.RehearsalResult.Parked;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing rehearse}: what other prices, terms or rates would have made of periods. */
@ContextCommand
@Command(name = "rehearse", description = "Calculates periods again with other prices, terms or exchange rates laid "
        + "over them, and compares with what was issued, or with another system's invoices. It changes nothing.")
final class RehearseCommand implements Callable<Integer> {
    private static final int MOST_SHOWN = 20;

    private final Rehearsal rehearsal;
    private final Output output;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "PERIOD[..PERIOD]", description = "A period, such as 2026-10, or a range of them.")
    private String periods;

    @Option(names = "--prices", paramLabel = "FILE", arity = "1..*",
            description = "A price list; may be repeated. The latest price of each SKU counts for all periods.")
    private List<Path> prices = List.of();

    @Option(names = "--company", paramLabel = "FILE", arity = "1..*",
            description = "An apply file with other terms, billing details or taxes; may be repeated.")
    private List<Path> company = List.of();

    @Option(names = "--rates", paramLabel = "FILE", description = "Exchange rates, as for 'billing rate import'.")
    private @Nullable Path rates;

    @Option(names = "--against", paramLabel = "FILE",
            description = "Compare with another system's invoices: billing_group,period,currency,net_total.")
    private @Nullable Path against;

    @Option(names = "--as-dated", description = "Take prices and rates from their dates on, as an import would.")
    private boolean asDated;

    @Option(names = "--out", paramLabel = "DIR", description = "Write rehearsal.csv and rehearsal.html there.")
    private @Nullable Path out;

    RehearseCommand(Rehearsal rehearsal, Output output) {
        this.rehearsal = rehearsal;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        var request = request();
        if (out != null) {
            OutputFolder.requireUsable(out);
        }
        var result = rehearsal.rehearse(request);
        var files = out == null ? List.<Path>of() : RehearsalFiles.write(result, out);
        output.json(RehearsalJson.of(result, files));
        tell(result);
        files.forEach(file -> output.line(file.toString()));
        return code(result).code();
    }

    private RehearsalRequest request() {
        int dots = periods.indexOf("..");
        var first = period(dots < 0 ? periods : periods.substring(0, dots));
        var last = dots < 0 ? first : period(periods.substring(dots + 2));
        if (last.compareTo(first) < 0) {
            throw new ParameterException(spec.commandLine(), "'" + periods + "': expected the earlier period first");
        }
        return new RehearsalRequest(first, last, prices, company, Optional.ofNullable(rates), asDated,
                Optional.ofNullable(against));
    }

    private BillingPeriod period(String text) {
        try {
            return BillingPeriod.parse(text);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage() + ", or a range such as 2026-01..2026-12");
        }
    }

    private void tell(RehearsalResult result) {
        boolean isCompared = result.request().against().isPresent();
        var differing = result.differing();
        if (!differing.isEmpty()) {
            var shown = isCompared ? differing : differing.subList(0, Math.min(MOST_SHOWN, differing.size()));
            output.table(List.of("BILLING GROUP", "PERIOD", "CCY", isCompared ? "OTHER" : "ISSUED", "REHEARSED",
                    "DIFFERENCE", "%", "NOTE"), shown.stream().map(RehearseCommand::row).toList(), "%", "CCY");
            if (shown.size() < differing.size()) {
                output.line("and " + (differing.size() - shown.size()) + " more with smaller differences"
                        + (out == null ? "; --out DIR lists all" : ""));
            }
        }
        for (var total : result.totals()) {
            output.line(total.currency() + ": " + (isCompared ? "other " : "issued ") + amount(total.before())
                    + ", rehearsed " + amount(total.rehearsed()) + ", difference " + amount(total.difference())
                    + (total.percent() == null ? "" : " (" + total.percent() + " %)")
                    + only(total.onlyBefore(), isCompared ? "only there" : "not rehearsed")
                    + only(total.onlyRehearsed(), isCompared ? "only here" : "not issued"));
        }
        result.parked().forEach(group -> output.line("parked" + (group.before() ? " as when issued" : "") + ": "
                + group.groupName() + ", " + group.period() + ": " + group.reason() + ": " + group.detail()));
        result.notes().forEach(note -> output.line("note: " + note));
        if (result.groups().isEmpty()) {
            output.line("nothing to invoice in " + periods);
        }
    }

    private static String only(Money amount, String what) {
        return amount.isZero() ? "" : "; " + amount(amount) + " " + what;
    }

    private static List<String> row(ComparedGroup group) {
        return List.of(group.groupName(), group.period().toString(), group.currency().getCode(),
                group.before() == null ? "" : amount(group.before()),
                group.rehearsed() == null ? "" : amount(group.rehearsed()), amount(group.difference()),
                Output.text(group.percent()), group.note());
    }

    private static String amount(Money amount) {
        return amount.getAmount().toPlainString();
    }

    /** What was issued and does not come out again though nothing is laid over it is a fault of ours. */
    private static ExitCode code(RehearsalResult result) {
        boolean differs = result.groups().stream().anyMatch(group -> !group.difference().isZero()
                && (group.before() != null || result.request().against().isPresent()));
        if (result.request().against().isPresent()) {
            return differs ? ExitCode.ATTENTION : ExitCode.DONE;
        }
        if (differs && result.request().isPlain()) {
            return ExitCode.DIFFERENCE;
        }
        return result.parked().stream().allMatch(Parked::before) ? ExitCode.DONE : ExitCode.ATTENTION;
    }
}
