package org.billinggroups.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.PublishedFiles;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.period.InvoicingRun;
import org.billinggroups.period.InvoicingRuns;
import org.billinggroups.period.RefusedException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code billing render}: writes lost documents again. */
@ContextCommand
@Command(name = "render", description = "Writes lost or damaged files of published runs again, byte for byte.")
final class RenderCommand implements Callable<Integer> {
    private final InvoicingRuns runs;
    private final PublishedFiles files;
    private final Output output;

    @Parameters(paramLabel = "PERIOD|NUMBER", description = "A period, or the number of an invoice.")
    private String what;

    RenderCommand(InvoicingRuns runs, PublishedFiles files, Output output) {
        this.runs = runs;
        this.files = files;
        this.output = output;
    }

    @Override
    public Integer call() throws IOException {
        for (var run : selected()) {
            output.line(run.period() + " " + run.title() + ": " + files.restore(run) + " file(s) written again in "
                    + run.publishedFolder());
        }
        return ExitCode.DONE.code();
    }

    private List<InvoicingRun> selected() {
        if (what.matches("[0-9]{4}-[0-9]{2}")) {
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
