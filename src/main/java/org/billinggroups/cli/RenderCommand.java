package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.document.UblFiles;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.PublishedFiles;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.InvoicingRuns;
import org.billinggroups.period.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing render}: writes lost documents again, or invoices as UBL. */
@ContextCommand
@Command(name = "render", description = "Writes lost or damaged files of published runs again, byte for byte; "
        + "with --ubl, electronic invoices for Peppol.")
final class RenderCommand implements Callable<Integer> {
    private final InvoicingRuns runs;
    private final PublishedFiles files;
    private final UblFiles ublFiles;
    private final Output output;

    @Parameters(paramLabel = "PERIOD|NUMBER", description = "A period, or the number of an invoice.")
    private String what;

    @Option(names = "--ubl", description = "Write the invoices as UBL 2.1 (Peppol BIS Billing 3.0) instead.")
    private boolean ubl;

    @Option(names = "--out", paramLabel = "DIR", description = "Where UBL goes (default: ubl beside the run's folder).")
    private @Nullable Path out;

    RenderCommand(InvoicingRuns runs, PublishedFiles files, UblFiles ublFiles, Output output) {
        this.runs = runs;
        this.files = files;
        this.ublFiles = ublFiles;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        if (out != null && !ubl) {
            throw new RefusedException("--out is for --ubl: published files go where they were");
        }
        List<String> impossible = new ArrayList<>();
        try (var results = new Results(output)) {
            for (var run : selected()) {
                if (ubl) {
                    var folder = out == null ? run.publishedFolder().resolveSibling("ubl") : out;
                    var written = ublFiles.write(run, isPeriod() ? Optional.empty() : Optional.of(what), folder);
                    impossible.addAll(written.impossible());
                    tell(results, run, written.files(), " UBL file(s) written in ", folder);
                } else {
                    tell(results, run, files.restore(run), " file(s) written again in ", run.publishedFolder());
                }
            }
        }
        impossible.forEach(invoice -> output.error("billing: " + invoice));
        return (impossible.isEmpty() ? ExitCode.DONE : isPeriod() ? ExitCode.ATTENTION : ExitCode.REFUSED).code();
    }

    private static void tell(Results results, InvoicingRun run, int written, String text, Path folder) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("period", run.period().toString());
        json.put("run", run.number());
        json.put("credit_note", run.number() == null ? run.title() : null);
        json.put("folder", folder.toString());
        json.put("files", written);
        results.add(run.period() + " " + run.title() + ": " + written + text + folder, json);
    }

    private boolean isPeriod() {
        return what.matches("[0-9]{4}-[0-9]{2}");
    }

    private List<InvoicingRun> selected() {
        if (isPeriod()) {
            var selected = runs.published(Optional.of(BillingPeriod.parse(what)));
            if (selected.isEmpty()) {
                throw new RefusedException("nothing of period " + what + " is published");
            }
            return selected;
        }
        return List.of(runs.findByInvoiceNumber(what)
                .orElseThrow(() -> new RefusedException("there is no invoice with the number '" + what + "'")));
    }
}
