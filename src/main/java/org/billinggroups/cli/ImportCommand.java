package org.billinggroups.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.file.GivenText;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.ImportLauncher;
import org.billinggroups.job.ImportLauncher.Outcome;
import org.billinggroups.job.JobStoppedException;
import org.billinggroups.job.UsageSettings;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.usage.ImportBatch;
import org.billinggroups.usage.ImportBatch.Known;
import org.billinggroups.usage.ImportRequest;
import org.billinggroups.usage.RejectedRowsException;
import org.billinggroups.usage.UsageDeliveries;
import org.billinggroups.usage.UsageFormat;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing import}: imports usage files, each in one transaction. */
@ContextCommand
@Command(name = "import", description = "Imports usage CSVs, several at once; .gz is accepted, '-' is standard input.")
final class ImportCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";
    private static final int LONGEST_SOURCE = 128;

    private final ImportLauncher launcher;
    private final UsageDeliveries deliveries;
    private final UsageSettings settings;
    private final Output output;
    private final GlobalOptions global;
    private final RejectsListing listing;
    private final HashesAhead hashes;

    @Parameters(arity = "0..*", paramLabel = "FILE", description = "The files; '-' is standard input.")
    private List<String> files = List.of();

    @Option(names = "--format", paramLabel = "FORMAT",
            description = "The format: native or focus. Recognised from the header if not given.")
    private @Nullable UsageFormat format;

    @Option(names = "--accept-valid", description = "Keep the good rows of a file that has bad ones.")
    private boolean acceptValid;

    @Option(names = "--rejects", paramLabel = "FILE",
            description = "Where bad rows of the one FILE are written (default: rejects/ in the data folder).")
    private @Nullable Path rejects;

    @Option(names = "--source", paramLabel = "NAME", description = "Who delivered the files.")
    private @Nullable String source;

    @Option(names = "--replace", description = "Take back what the source delivered before for the periods of these "
            + "files and nobody was billed for, and correct what is billed; all files in one transaction.")
    private boolean replace;

    @Option(names = "--by-price-list", description = "Price all rows of a FOCUS export by the price list, whatever "
            + "the provider bills for them.")
    private boolean byPriceList;

    @Option(names = "--complete", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "With these files, or without any, the source has delivered all usage of the period.")
    private List<BillingPeriod> complete = List.of();

    @Option(names = "--yes", description = "Replace also by files that cover fewer days or sub accounts.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Check and count everything, and keep nothing.")
    private boolean dryRun;

    @Option(names = "--additional", description = "Charges of FOCUS files that came before are further costs.")
    private boolean additional;

    @Spec
    private CommandSpec spec;

    ImportCommand(ImportLauncher launcher, UsageDeliveries deliveries, UsageSettings settings, Output output,
            GlobalOptions global, RejectsListing listing, HashesAhead hashes) {
        this.launcher = launcher;
        this.deliveries = deliveries;
        this.settings = settings;
        this.output = output;
        this.global = global;
        this.listing = listing;
        this.hashes = hashes;
    }

    /** The files, without standard input. */
    List<String> files() {
        return files.stream().filter(file -> !file.equals(STANDARD_INPUT)).toList();
    }

    @Override
    public Integer call() throws IOException {
        if (replace && source == null) {
            throw new ParameterException(spec.commandLine(), "--replace needs --source");
        }
        if (replace && additional || yes && !replace) {
            throw new ParameterException(spec.commandLine(), additional
                    ? "--replace and --additional exclude each other"
                    : "--yes belongs to --replace");
        }
        Optional.ofNullable(source).ifPresent(given -> GivenText.require("--source", given, LONGEST_SOURCE));
        checkComplete();
        rejectsPlace().check(files, spec);
        List<ExitCode> codes = new ArrayList<>();
        try (var results = new Results(output);
                var spool = new Spool(global.dataDir.toAbsolutePath().resolve("spool"))) {
            var requests = requests(spool, codes);
            var batches = new ImportBatches(launcher, source, known(), global.actor).of(requests, codes.isEmpty());
            if (batches.isEmpty() && !requests.isEmpty()) {
                output.error("billing: the other files are to be decided together with these; nothing was imported");
            }
            for (var batch : batches) {
                codes.add(imported(batch, results));
                if (codes.getLast() == ExitCode.STOPPED) {
                    tellWhatAStoppedImportKept(requests);
                    break;
                }
            }
            if (ExitCode.mostSevere(codes).compareTo(ExitCode.ATTENTION) <= 0) {
                complete.forEach(period -> completed(period, results));
            }
        }
        return ExitCode.mostSevere(codes).code();
    }

    private void checkComplete() {
        if (files.isEmpty() && complete.isEmpty()) {
            throw new ParameterException(spec.commandLine(), "Missing required parameter: 'FILE...'");
        }
        if (complete.isEmpty()) {
            return;
        }
        if (source == null) {
            throw new ParameterException(spec.commandLine(), "--complete needs --source");
        }
        if (!settings.sources().isEmpty() && !settings.sources().contains(source)) {
            throw new RefusedException("--source " + source + " is none of billing.usage.sources ("
                    + String.join(", ", settings.sources()) + "), so no run waits for it");
        }
    }

    private record CompleteJson(@Nullable String source, BillingPeriod complete) {}

    private void completed(BillingPeriod period, Results results) {
        if (dryRun) {
            output.line(source + ": usage of " + period + " would be complete");
            return;
        }
        boolean isNew = deliveries.complete(String.valueOf(source), period, global.actor);
        results.add(source + ": usage of " + period + (isNew ? " is complete" : " was complete before"),
                new CompleteJson(source, period));
    }

    private Known known() {
        if (replace) {
            return yes ? Known.REPLACE_BY_LESS : Known.REPLACE;
        }
        return additional ? Known.ADD : Known.COMPARE;
    }

    /** The files that can be read; what is wrong with the others is reported. */
    private List<ImportRequest> requests(Spool spool, List<ExitCode> codes) throws IOException {
        List<ImportRequest> requests = new ArrayList<>();
        for (var file : files) {
            try {
                requests.add(request(file, spool));
            } catch (InvalidInputException e) {
                output.error("billing: " + e.getMessage());
                codes.add(ExitCode.REFUSED);
            }
        }
        return requests;
    }

    /** Imports what comes in one transaction. */
    private ExitCode imported(ImportBatch batch, Results results) throws IOException {
        try {
            var done = dryRun ? launcher.tryOut(batch) : launcher.importFiles(batch);
            done.replaced().forEach(output::line);
            List<ExitCode> codes = new ArrayList<>();
            for (int i = 0; i < batch.files().size(); i++) {
                codes.add(tell(done.files().get(i), done.replaced(), batch.files().get(i).rejects(), results));
            }
            return ExitCode.mostSevere(codes);
        } catch (RejectedRowsException e) {
            boolean isKept = listing.print(e.rejects()) && rejectsPlace().isKept() || rejects != null;
            if (!isKept) {
                Files.deleteIfExists(e.rejects());
            }
            output.error("billing: " + e.getMessage() + (isKept ? "; all bad rows: " + e.rejects() : ""));
            return ExitCode.REFUSED;
        } catch (InvalidInputException | RefusedException e) {
            output.error("billing: " + e.getMessage());
            return ExitCode.REFUSED;
        } catch (JobStoppedException e) {
            return ExitCode.STOPPED;
        }
    }

    private void tellWhatAStoppedImportKept(List<ImportRequest> requests) {
        long kept = dryRun ? 0 : requests.stream().filter(launcher::isImported).count();
        output.error("billing: importing was stopped on request: " + kept + " of "
                + Output.count(requests.size(), "file") + " imported, and nothing of the others kept; '"
                + GivenCommand.of(spec) + "' goes on with them");
    }

    private ImportRequest request(String file, Spool spool) throws IOException {
        var name = file.equals(STANDARD_INPUT) ? "standard input" : file;
        var path = file.equals(STANDARD_INPUT) ? spool.keep(System.in) : InputSource.readable(Path.of(file), spool);
        var sha256 = hashes.of(file).orElseGet(() -> InputSource.hash(name, path));
        return new ImportRequest(path, name, sha256, acceptValid, rejectsPlace().of(name, sha256, spool), format,
                byPriceList);
    }

    private RejectsPlace rejectsPlace() {
        return new RejectsPlace(rejects, dryRun, global.dataDir);
    }

    private ExitCode tell(Outcome outcome, List<String> replaced, Path rejected, Results results)
            throws IOException {
        var file = outcome.file();
        output.event("file imported", Map.of("sha256", file.sha256(), "accepted_rows", file.acceptedRows(),
                "rejected_rows", file.rejectedRows(), "imported_before", outcome.importedBefore(), "dry_run", dryRun));
        ImportedFileResult.print(outcome, replace ? replaced : null, dryRun, results);
        if (outcome.importedBefore() || file.rejectedRows() == 0) {
            return ExitCode.DONE;
        }
        if (rejectsPlace().isKept()) {
            output.message("rejected rows: " + rejected);
        } else {
            listing.print(rejected);
        }
        return ExitCode.ATTENTION;
    }
}
