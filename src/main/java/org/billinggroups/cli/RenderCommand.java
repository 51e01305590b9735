package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.billinggroups.document.SpreadsheetCopies;
import org.billinggroups.document.UblFiles;
import org.billinggroups.file.RefusedException;
import org.billinggroups.invoice.Invoices;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.publication.PublishedFiles;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing render}: writes lost documents again, or published ones in other forms. */
@ContextCommand
@Command(name = "render", description = "Writes lost or damaged files of published runs again, byte for byte; "
        + "with --ubl, electronic invoices for Peppol; with --csv, copies of lines and ledgers for spreadsheets.")
final class RenderCommand implements Callable<Integer> {
    private final InvoicingRuns runs;
    private final PublishedFiles files;
    private final UblFiles ublFiles;
    private final SpreadsheetCopies copies;
    private final Output output;

    @Parameters(paramLabel = "PERIOD|NUMBER", description = "A period, or the number of an invoice.")
    private String what;

    @Option(names = "--ubl", description = "Write the invoices as UBL 2.1 (Peppol BIS Billing 3.0) instead.")
    private boolean ubl;

    @Option(names = "--csv", paramLabel = "excel", description = "Write copies of lines and ledgers instead: "
            + "semicolons, decimal comma, byte order mark.")
    private @Nullable Csv csv;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where UBL (default: ubl/PERIOD beside the output folder) or copies go.")
    private @Nullable Path out;

    RenderCommand(InvoicingRuns runs, PublishedFiles files, UblFiles ublFiles, SpreadsheetCopies copies,
            Output output) {
        this.runs = runs;
        this.files = files;
        this.ublFiles = ublFiles;
        this.copies = copies;
        this.output = output;
    }

    /** For whom copies of CSV files are. */
    private enum Csv {
        EXCEL
    }

    @Override
    public Integer call() throws IOException {
        if (out != null && !ubl && csv == null) {
            throw new RefusedException("--out is for --ubl and --csv: published files go where they were");
        }
        if (csv != null && (ubl || out == null)) {
            throw new RefusedException("--csv excel needs --out DIR, and goes without --ubl");
        }
        List<String> impossible = new ArrayList<>();
        List<String> refused = new ArrayList<>();
        try (var results = new Results(output)) {
            for (var run : selected()) {
                try {
                    render(run, results, impossible);
                } catch (RefusedException e) {
                    refused.add(String.valueOf(e.getMessage()));
                }
            }
        }
        Stream.concat(impossible.stream(), refused.stream()).forEach(text -> output.error("billing: " + text));
        if (impossible.isEmpty() && refused.isEmpty()) {
            return ExitCode.DONE.code();
        }
        return (refused.isEmpty() && isPeriod() ? ExitCode.ATTENTION : ExitCode.REFUSED).code();
    }

    private void render(InvoicingRun run, Results results, List<String> impossible) throws IOException {
        Optional<String> number = isPeriod() ? Optional.empty() : Optional.of(what);
        if (csv != null && out != null) {
            tell(results, run, copies.write(run, number, out), " copies written in ", out);
        } else if (ubl) {
            var folder = out == null ? run.output().resolveSibling("ubl").resolve(run.period().toString()) : out;
            var written = ublFiles.write(run, number, folder);
            impossible.addAll(written.impossible());
            tell(results, run, written.files(), " UBL file(s) written in ", folder);
        } else {
            tell(results, run, files.restore(run, number), " file(s) written again in ", run.publishedFolder());
        }
    }

    private static void tell(Results results, InvoicingRun run, int written, String text, Path folder) {
        results.add(run.period() + " " + run.title() + ": " + written + text + folder, new WrittenJson(run.period(),
                run.number(), run.number() == null ? run.title() : null, folder, written));
    }

    private record WrittenJson(BillingPeriod period, @Nullable Integer run, @Nullable String creditNote, Path folder,
            int files) {}

    private boolean isPeriod() {
        return what.matches("[0-9]{4}-[0-9]{2}");
    }

    private List<InvoicingRun> selected() {
        if (isPeriod()) {
            var selected = runs.published(Optional.of(BillingPeriod.parse(what)));
            if (selected.isEmpty()) {
                throw new RefusedException("nothing of period " + what + " is published: 'billing status " + what
                        + "' tells what it is at");
            }
            return selected;
        }
        return List.of(runs.findByInvoiceNumber(what)
                .orElseThrow(() -> Invoices.unknown(what)));
    }
}
