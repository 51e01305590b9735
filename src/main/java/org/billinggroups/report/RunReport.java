package org.billinggroups.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.billinggroups.document.Documents;
import org.billinggroups.file.AtomicFile;
import org.billinggroups.file.ProvenFile;
import org.billinggroups.receivable.FrozenReceivables;
import org.billinggroups.report.Html.Cell;
import org.billinggroups.run.InvoicingRun;
import org.springframework.stereotype.Service;

/**
 * Writes {@code report.html}: what a run did, on one page that needs no network: totals, costs by service and project,
 * changes, what waits for somebody, whether the sums agree, and a link to each document.
 */
@Service
public class RunReport {
    /** The name of the file in the run's folder. */
    public static final String FILE = "report.html";

    private static final int SERVICES_SHOWN = 6;
    private static final String REST = "All others";

    private final ReportFigures figures;
    private final FrozenReceivables receivables;
    private final Documents documents;

    RunReport(ReportFigures figures, FrozenReceivables receivables, Documents documents) {
        this.figures = figures;
        this.receivables = receivables;
        this.documents = documents;
    }

    /**
     * Writes the report of a run below a folder and notes the file's hash, in the caller's transaction.
     *
     * @param content the root of what the run says
     */
    public void write(InvoicingRun run, Path runFolder, String content) throws IOException {
        documents.record(run.id(), Documents.Kind.REPORT, FILE, null, draw(run, runFolder, content));
    }

    /** Writes the report of a run below a folder, in the caller's transaction. */
    public AtomicFile.Written draw(InvoicingRun run, Path folder, String content) throws IOException {
        return write(folder, out -> writeFigures(run, out), content);
    }

    /** Writes all of the report but its end, which tells what is sealed, into a part of its own. */
    public void prepare(InvoicingRun run) throws IOException {
        ProvenFile.write(run.partsFolder().resolve(FILE), out -> writeFigures(run, out));
    }

    /** Does the same as {@link #write} in the build folder, from what was prepared if it is there. */
    public void complete(InvoicingRun run, String content) throws IOException {
        try (var prepared = ProvenFile.open(run.output(), run.partsFolder().resolve(FILE)).orElse(null)) {
            documents.record(run.id(), Documents.Kind.REPORT, FILE, null, prepared == null
                    ? draw(run, run.buildFolder(), content)
                    : write(run.buildFolder(), prepared::transferTo, content));
        }
    }

    private static AtomicFile.Written write(Path folder, AtomicFile.Content allButSeal, String content)
            throws IOException {
        return AtomicFile.write(folder.resolve(FILE), out -> {
            allButSeal.writeTo(out);
            writeSeal(content, out);
        });
    }

    private static void writeSeal(String content, OutputStream out) throws IOException {
        var writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
        new Html(writer).section("Seal").element("p", "What this run says is sealed. Whoever keeps the digest can have "
                + "it checked later, with billing verify --head:").element("p class=\"digest\"", content).end()
                .endPage();
        writer.flush();
    }

    private void writeFigures(InvoicingRun run, OutputStream out) throws IOException {
        var writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
        var html = new Html(writer);
        var title = "Billing period " + run.period() + ", " + run.title();
        html.page(title).element("h1", "Billing period " + run.period())
                .element("p class=\"muted\"", figures.seller(run) + " · " + run.title() + " · issued "
                        + run.issueDate())
                .raw("\n");
        var totals = figures.totals(run);
        totals(html, totals);
        for (var total : totals) {
            services(html, run, total.currency());
            projects(html, run, total.currency());
        }
        changes(html, run);
        new ReceivablesTables(html, run).write(receivables.totals(run.id()), receivables.mostOverdue(run.id()));
        waiting(html, "Parked groups", figures.parked(run), false);
        waiting(html, "Usage that stands out", figures.usage(run), true);
        reconciliation(html, run);
        invoices(html, run);
        writer.flush();
    }

    private static void totals(Html html, List<ReportFigures.Total> totals) {
        html.section("Totals").table(Cell.text("Currency"), Cell.number("Documents"), Cell.number("Net"),
                Cell.number("Tax"), Cell.number("Total"), Cell.number("Net of the period before"),
                Cell.number("Change"));
        for (var total : totals) {
            html.row(Cell.text(total.currency()), Cell.number(Long.toString(total.invoices())), number(total.net()),
                    number(total.tax()), number(total.total()),
                    total.before() == null ? Cell.number("") : number(total.before()),
                    Cell.number(Numbers.change(total.before(), total.net())));
        }
        html.endTable().end();
    }

    private void services(Html html, InvoicingRun run, String currency) {
        var periods = figures.byService(run, currency);
        var series = largest(periods);
        periods.replaceAll((period, amounts) -> combined(amounts, series));
        html.section("Cost by service, " + currency);
        Charts.columns(html, "Net amounts by service and period in " + currency, series, periods);
        Charts.legend(html, series);
        List<Cell> heads = new ArrayList<>(List.of(Cell.text("Service")));
        periods.keySet().forEach(period -> heads.add(Cell.number(period)));
        html.table(heads.toArray(Cell[]::new));
        for (var service : series) {
            List<Cell> cells = new ArrayList<>(List.of(Cell.text(service)));
            periods.values().forEach(amounts -> cells.add(number(amounts.getOrDefault(service, BigDecimal.ZERO))));
            html.row(cells.toArray(Cell[]::new));
        }
        html.endTable().end();
    }

    /** The services with the highest sums, and a name for the rest if there is one. */
    private static List<String> largest(Map<String, Map<String, BigDecimal>> periods) {
        Map<String, BigDecimal> sums = new LinkedHashMap<>();
        periods.values()
                .forEach(amounts -> amounts.forEach((name, amount) -> sums.merge(name, amount, BigDecimal::add)));
        List<String> names = new ArrayList<>(sums.keySet());
        names.sort((a, b) -> {
            int bySum = Objects.requireNonNull(sums.get(b)).compareTo(Objects.requireNonNull(sums.get(a)));
            return bySum == 0 ? a.compareTo(b) : bySum;
        });
        if (names.size() <= SERVICES_SHOWN + 1) {
            return names;
        }
        var shown = new ArrayList<>(names.subList(0, SERVICES_SHOWN));
        shown.add(REST);
        return shown;
    }

    private static Map<String, BigDecimal> combined(Map<String, BigDecimal> amounts, List<String> series) {
        Map<String, BigDecimal> combined = new LinkedHashMap<>();
        amounts.forEach((name, amount) -> combined.merge(series.contains(name) ? name : REST, amount, BigDecimal::add));
        return combined;
    }

    private void projects(Html html, InvoicingRun run, String currency) {
        html.section("Largest projects, " + currency);
        Charts.bars(html, "Net amounts by project in " + currency, figures.topProjects(run, currency).stream()
                .map(amount -> new Charts.Bar(amount.name(), amount.amount(), Numbers.grouped(amount.amount())))
                .toList());
        html.end();
    }

    private void changes(Html html, InvoicingRun run) {
        var changes = figures.changes(run);
        if (changes.isEmpty()) {
            return;
        }
        html.section("Biggest changes since the period before").table(Cell.text("Billing group"), Cell.text("Currency"),
                Cell.number("Before"), Cell.number("Now"), Cell.number("Difference"), Cell.number("Change"));
        for (var change : changes) {
            html.row(Cell.text(change.group()), Cell.text(change.currency()), number(change.before()),
                    number(change.now()), number(change.now().subtract(change.before())),
                    Cell.number(Numbers.change(change.before(), change.now())));
        }
        html.endTable().end();
    }

    private static void waiting(Html html, String heading, List<ReportFigures.Waiting> all, boolean counted) {
        html.section(heading);
        if (all.isEmpty()) {
            html.element("p class=\"muted\"", "None.");
        } else {
            var heads = Stream.of(Cell.text("What"), Cell.text("Why"), Cell.number("Records"));
            html.table(heads.limit(counted ? 3 : 2).toArray(Cell[]::new));
            all.forEach(one -> html.row(Stream.of(Cell.text(one.what()), Cell.text(one.why()),
                    Cell.number(Long.toString(one.records()))).limit(counted ? 3 : 2).toArray(Cell[]::new)));
            html.endTable();
        }
        html.end();
    }

    private void reconciliation(Html html, InvoicingRun run) {
        html.section("Reconciliation").table(Cell.text("Currency"), Cell.text("What has to be equal"),
                Cell.text("Result"), Cell.number("Left"), Cell.number("Right"));
        for (var check : figures.reconciliation(run)) {
            var left = new BigDecimal(check[2]);
            var right = new BigDecimal(check[3]);
            boolean equal = left.compareTo(right) == 0;
            int scale = Math.max(left.scale(), right.scale());
            html.raw("<tr>").element("td", check[0]).element("td", check[1])
                    .element(equal ? "td class=\"ok\"" : "td class=\"bad\"", equal ? "equal" : "DIFFERENT")
                    .element("td class=\"n\"", Numbers.grouped(left.setScale(scale)))
                    .element("td class=\"n\"", Numbers.grouped(right.setScale(scale)))
                    .raw("</tr>\n");
        }
        html.endTable().end();
    }

    private void invoices(Html html, InvoicingRun run) {
        html.section("Documents by size").table(Cell.text("Number"), Cell.text("Billing group"), Cell.number("Lines"),
                Cell.number("Net"), Cell.number("Total"), Cell.text("Currency"), Cell.text("CSV"));
        figures.invoices(run, invoice -> html.raw("<tr><td>")
                .raw("<a href=\"" + Html.escaped(invoice.path()) + ".pdf\">").text(invoice.number()).raw("</a></td>")
                .element("td", invoice.group()).element("td class=\"n\"", Long.toString(invoice.lines()))
                .element("td class=\"n\"", Numbers.grouped(invoice.net()))
                .element("td class=\"n\"", Numbers.grouped(invoice.total())).element("td", invoice.currency())
                .raw("<td><a href=\"" + Html.escaped(invoice.path()) + ".csv\">lines</a></td></tr>\n"));
        html.endTable()
                .raw("<p><a href=\"ledger.csv\">ledger.csv</a> · <a href=\"manifest.json\">manifest.json</a></p>\n")
                .end();
    }

    private static Cell number(BigDecimal number) {
        return Cell.number(Numbers.grouped(number));
    }
}
