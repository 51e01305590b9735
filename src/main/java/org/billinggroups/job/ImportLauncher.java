package org.billinggroups.job;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.billinggroups.database.LockScope;
import org.billinggroups.database.SessionLock;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.Sha256;
import org.billinggroups.usage.ChargeProbe;
import org.billinggroups.usage.ImportBatch;
import org.billinggroups.usage.ImportRequest;
import org.billinggroups.usage.UsageFile;
import org.billinggroups.usage.UsageFiles;
import org.billinggroups.usage.UsageFormat;
import org.billinggroups.usage.UsageRemarks;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;

/** Imports usage files, each once: two processes with the same file take turns, and the second finds it imported. */
@Service
public class ImportLauncher {
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);

    private final JdbcConnectionDetails database;
    private final UsageFiles files;
    private final RestartableJobs jobs;
    private final Job importUsage;
    private final ChargeProbe probe;
    private final StopSignal stop;

    ImportLauncher(JdbcConnectionDetails database, UsageFiles files, RestartableJobs jobs,
            @Qualifier("importUsage") Job importUsage, ChargeProbe probe, StopSignal stop) {
        this.probe = probe;
        this.stop = stop;
        this.database = database;
        this.files = files;
        this.jobs = jobs;
        this.importUsage = importUsage;
    }

    /** The outcome of a file: imported now, or long since. */
    public record Outcome(UsageFile file, boolean importedBefore) {}

    /**
     * The outcome of a batch.
     *
     * @param replaced what a replacement took back, and what came instead, for people
     */
    public record Imported(List<Outcome> files, List<String> replaced) {}

    /** Whether a file has charges that came by another command, so that all files of this one are decided together. */
    public boolean hasKnownCharge(ImportRequest request, String command) {
        return probe.hasKnown(request, command, stop::isRequested);
    }

    /**
     * Imports the files of a batch that are not imported already.
     *
     * @return an outcome for each file
     * @throws org.billinggroups.file.InvalidInputException if a file cannot be read
     * @throws org.billinggroups.usage.RejectedRowsException if rows are bad and only wholly good files are wanted
     * @throws org.billinggroups.file.RefusedException if charges are restated, or replaced by less
     * @throws JobStoppedException if it was asked to stop
     */
    public Imported importFiles(ImportBatch batch) {
        var identity = identity(batch);
        try (var lock = SessionLock.acquire(database, LockScope.IMPORT, identity, LONGEST_WAIT)
                .orElseThrow(() -> new JobFailedException("another process has been importing the same for "
                        + LONGEST_WAIT.toHours() + " hours", new IllegalStateException("lock timeout")))) {
            var known = batch.files().stream().map(ImportRequest::sha256).filter(sha -> isDone(batch, sha))
                    .collect(Collectors.toSet());
            List<String> replaced = List.of();
            if (known.size() < batch.files().stream().map(ImportRequest::sha256).distinct().count()) {
                long timesImported = batch.files().stream().mapToLong(file -> files.timesImported(file.sha256())).sum();
                var parameters = ImportUsageJob.parameters(identity, timesImported);
                if (jobs.isComplete(importUsage, parameters)) {
                    throw new RefusedException(batch.files().getFirst().name()
                            + " was imported before, but the database"
                            + " has no usage file with its SHA-256: what it says of its usage files was changed, which"
                            + " 'billing verify' tells");
                }
                replaced = ImportUsageJob.replaced(
                        jobs.run(importUsage, parameters, batch, "importing " + batch.files().getFirst().name()));
            }
            return new Imported(batch.files().stream().map(file -> new Outcome(files.find(file.sha256()).orElseThrow(),
                    known.contains(file.sha256()))).toList(), replaced);
        }
    }

    /** How many records of a file stand out. */
    public UsageRemarks.Count remarks(UsageFile file) {
        return files.remarks(file.id());
    }

    /** A FOCUS file replaces what came since, and what came otherwise than with the same others. */
    private boolean isDone(ImportBatch batch, String sha256) {
        return files.find(sha256).filter(file -> !batch.replaces() || file.format() != UsageFormat.FOCUS
                || batch.command().equals(file.command()) && Objects.equals(batch.source(), file.source())
                        && files.standsAlone(file))
                .isPresent();
    }

    private static String identity(ImportBatch batch) {
        if (!batch.replaces() && batch.files().size() == 1) {
            return batch.files().getFirst().sha256();
        }
        var text = (batch.replaces() ? batch.source() : "")
                + batch.files().stream().map(ImportRequest::sha256).toList();
        return HexFormat.of().formatHex(Sha256.newDigest().digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
