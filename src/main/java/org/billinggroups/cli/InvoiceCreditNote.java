package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.billinggroups.document.Documents;
import org.billinggroups.file.GivenText;
import org.billinggroups.invoice.Corrections;
import org.billinggroups.invoice.IssueDates;
import org.billinggroups.job.CorrectionLauncher;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.PeriodOutcome;
import org.billinggroups.run.InvoicingRuns;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing invoice credit-note}. */
@ContextCommand
@Command(name = "credit-note", description = "Takes an issued invoice back, or lines of it, by a credit note.")
final class InvoiceCreditNote implements Callable<Integer> {
    private final CorrectionLauncher corrections;
    private final InvoicingRuns runs;
    private final Documents documents;
    private final Output output;
    private final GlobalOptions global;
    private final Terminal terminal;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "NUMBER", description = "The number of the invoice.")
    private String number;

    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Stands on the credit note.")
    private String reason;

    @Option(names = "--lines", paramLabel = "LINES",
            description = "Only these lines, such as 1,4-6 (default: all that are not credited yet).")
    private @Nullable String lines;

    @Option(names = "--issue-date", paramLabel = "DATE",
            description = "Date of the credit note (default: today in UTC).")
    private @Nullable LocalDate issueDate;

    @Option(names = "--allow-issue-date", description = "Take an issue date more than 31 days from today.")
    private boolean allowIssueDate;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where corrections/<number> appears (default: the output folder of the invoice's run).")
    private @Nullable Path out;

    @Option(names = "--reissue",
            description = "Open the group and period for another invoice, and draft it from present data.")
    private boolean reissue;

    @Option(names = "--reopen",
            description = "Open the group and period for another invoice, without drafting it: usage may be voided and "
                    + "projects moved before the next 'billing run'.")
    private boolean reopen;

    @Option(names = "--dry-run", description = "Only tell which credit note would be issued.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    private @Nullable InvoiceJson issued;
    private @Nullable String reissued;

    InvoiceCreditNote(CorrectionLauncher corrections, InvoicingRuns runs, Documents documents, Output output,
            GlobalOptions global, Terminal terminal) {
        this.terminal = terminal;
        this.corrections = corrections;
        this.runs = runs;
        this.documents = documents;
        this.output = output;
        this.global = global;
    }

    @Override
    public Integer call() {
        if ((reissue || reopen) && lines != null) {
            throw new ParameterException(spec.commandLine(),
                    "--reissue and --reopen are for whole invoices: leave --lines out");
        }
        if (reason.isBlank() || reason.length() > 500) {
            throw new ParameterException(spec.commandLine(), "--reason: expected 1 to 500 characters");
        }
        var request = new Corrections.Request(number, places(), GivenText.require("--reason", reason.strip(), 500),
                new IssueDates.Wish(Optional.ofNullable(issueDate), allowIssueDate),
                Optional.ofNullable(out).map(path -> path.toAbsolutePath().normalize()), global.actor);
        if (dryRun || !yes && terminal.canAsk()) {
            var note = corrections.tryOut(request, reopen, reissue);
            if (dryRun) {
                return tried(note);
            }
            if (!note.issuedBefore() && !terminal.confirms(wouldBeIssued(note) + ". Issue it?")) {
                return ExitCode.USAGE.code();
            }
        }
        try {
            if (!reissue) {
                tell(corrections.credit(request, reopen));
                return ExitCode.DONE.code();
            }
            var redrafted = corrections.reissue(request, this::tell, outcome -> {
                output.line(outcome.message());
                reissued = outcome.message();
            });
            return ExitCode.mostSevere(redrafted.stream().map(PeriodOutcome::code).toList()).code();
        } finally {
            // The note is reported even if what comes after it fails.
            if (issued != null) {
                output.json(new NoteJson(issued, reissued, false));
            }
        }
    }

    private record NoteJson(@JsonUnwrapped InvoiceJson note, @Nullable String reissue, boolean dryRun) {}

    private int tried(CorrectionLauncher.Outcome outcome) {
        output.json(new NoteJson(InvoiceJson.of(outcome.creditNote(), List.of()), null, true));
        output.line(outcome.issuedBefore()
                ? outcome.creditNote().number() + " was issued before"
                : wouldBeIssued(outcome) + "; nothing was kept");
        return ExitCode.DONE.code();
    }

    private String wouldBeIssued(CorrectionLauncher.Outcome outcome) {
        var note = outcome.creditNote();
        return note.number() + " would credit " + note.total().negated() + " of " + number
                + (reissue || reopen ? " and open " + note.groupName() + " in " + note.period() + " again" : "");
    }

    private void tell(CorrectionLauncher.Outcome outcome) {
        var note = outcome.creditNote();
        issued = InvoiceJson.of(note, documents.ofInvoice(note.id()));
        output.line(note.number() + (outcome.issuedBefore() ? " was issued before: " : " issued: ")
                + note.total().negated() + " of " + number + " credited, in "
                + runs.findByInvoiceNumber(String.valueOf(note.number())).orElseThrow().publishedFolder());
    }

    private TreeSet<Integer> places() {
        var places = new TreeSet<Integer>();
        if (lines == null) {
            return places;
        }
        for (var part : lines.split(",", -1)) {
            var ends = part.strip().split("-", -1);
            try {
                int first = Integer.parseInt(ends[0].strip());
                int last = ends.length == 1 ? first : Integer.parseInt(ends[1].strip());
                if (ends.length > 2 || first < 1 || last < first || last - first > 100_000) {
                    throw new NumberFormatException();
                }
                for (int place = first; place <= last; place++) {
                    places.add(place);
                }
            } catch (NumberFormatException e) {
                throw new ParameterException(spec.commandLine(), "--lines '" + lines + "': expected places such as "
                        + "1,4-6");
            }
        }
        return places;
    }
}
