package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.drafting.ExplainInvoice;
import org.billinggroups.drafting.Explanation;
import org.billinggroups.drafting.Explanation.UsageRow;
import org.billinggroups.job.ExitCode;
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
        if (output.isJson()) {
            var all = explanations.stream().map(InvoiceExplain::json).toList();
            output.json(line == null ? all : all.getFirst());
        } else {
            explanations.forEach(this::print);
        }
        return ExitCode.DONE.code();
    }

    private void print(Explanation explanation) {
        var explained = explanation.line();
        output.line(number + " line " + explained.line() + ": " + explained.type().code() + " "
                + Output.text(explained.project()) + " " + Output.text(explained.sku()) + ", " + explained.period()
                + ": "
                + explained.amount());
        explanation.steps().forEach(step -> output.line("  %-14s %s".formatted(step.name(), step.text())));
        if (!explanation.rows().isEmpty()) {
            output.line("");
            output.table(List.of("  USAGE ID", "FILE", "LINE", "STARTED AT", "QUANTITY", "COUNTED"), explanation.rows()
                    .stream().map(row -> List.of("  " + row.usageId(), row.file(), Long.toString(row.line()),
                            row.startedAt().toString(), row.quantity().toPlainString(), row.counted().toPlainString()))
                    .toList());
            if (explanation.rowCount() > explanation.rows().size()) {
                output.line("  and " + (explanation.rowCount() - explanation.rows().size())
                        + " more; --rows " + explanation.rowCount() + " lists all");
            }
        }
        output.line("");
    }

    private static Map<String, Object> json(Explanation explanation) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("line", explanation.line().line());
        json.put("line_type", explanation.line().type().code());
        json.put("amount", explanation.line().amount().getAmount().toPlainString());
        json.put("steps", explanation.steps().stream().map(step -> Map.of("name", step.name(), "text", step.text()))
                .toList());
        json.put("usage_records", explanation.rowCount());
        json.put("usage", explanation.rows().stream().map(InvoiceExplain::json).toList());
        return json;
    }

    private static Map<String, Object> json(UsageRow row) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("usage_id", row.usageId());
        json.put("file", row.file());
        json.put("line", row.line());
        json.put("started_at", row.startedAt().toString());
        json.put("ended_at", row.endedAt().toString());
        json.put("quantity", row.quantity().toPlainString());
        json.put("counted", row.counted().toPlainString());
        return json;
    }
}
