package org.billinggroups.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.drafting.ExplainInvoice;
import org.billinggroups.drafting.Explanation;
import org.billinggroups.drafting.Explanation.Step;
import org.billinggroups.drafting.Explanation.UsageRow;
import org.billinggroups.invoice.LineType;
import org.billinggroups.job.ExitCode;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing invoice explain}. */
@ContextCommand
@Command(name = "explain",
        description = "Tells how a line of an issued invoice came about, from the usage records to the rounded amount.")
final class InvoiceExplain implements Callable<Integer> {
    private final ExplainInvoice explain;
    private final Output output;

    @Parameters(index = "0", paramLabel = "NUMBER", description = "The number of the invoice.")
    private String number;

    @Parameters(index = "1", arity = "0..1", paramLabel = "LINE", description = "The line; without it all.")
    private @Nullable Integer line;

    @Option(names = "--rows", paramLabel = "COUNT", defaultValue = "20",
            description = "How many usage records to list for each line at most (default: ${DEFAULT-VALUE}).")
    private int rows;

    InvoiceExplain(ExplainInvoice explain, Output output) {
        this.explain = explain;
        this.output = output;
    }

    @Override
    public Integer call() {
        var explanations = explain.explain(number, Optional.ofNullable(line), rows);
        var all = explanations.stream().map(ExplainedJson::of).toList();
        output.json(line == null ? all : all.getFirst());
        explanations.forEach(this::print);
        return ExitCode.DONE.code();
    }

    private void print(Explanation explanation) {
        var explained = explanation.line();
        output.line(number + " line " + explained.line() + ": " + explained.type().code() + " "
                + Output.text(explained.project()) + " " + Output.text(explained.sku()) + ", " + explained.period()
                + ": " + explained.amount());
        explanation.steps().forEach(step -> output.line("  %-14s %s".formatted(step.name(), step.text())));
        if (!explanation.rows().isEmpty()) {
            output.line("");
            output.table(List.of("  USAGE ID", "FILE", "LINE", "STARTED AT", "QUANTITY", "COUNTED"), explanation.rows()
                    .stream().map(row -> List.of("  " + row.usageId(), row.file(), Long.toString(row.line()),
                            row.startedAt().toString(), row.quantity().toPlainString(), row.counted().toPlainString()))
                    .toList(), "STARTED AT");
            if (explanation.rowCount() > explanation.rows().size()) {
                output.line("  and " + (explanation.rowCount() - explanation.rows().size())
                        + " more; --rows " + explanation.rowCount() + " lists all");
            }
        }
        output.line("");
    }

    private record ExplainedJson(int line, LineType lineType, Money amount, List<Step> steps, long usageRecords,
            List<UsageRow> usage) {
        static ExplainedJson of(Explanation explanation) {
            var line = explanation.line();
            return new ExplainedJson(line.line(), line.type(), line.amount(), explanation.steps(),
                    explanation.rowCount(), explanation.rows());
        }
    }
}
