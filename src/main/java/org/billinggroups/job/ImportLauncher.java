package org.billinggroups.job;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Set;
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
import org.billinggroups.usage.UsageImport;
import org.billinggroups.usage.UsageRemarks;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

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
    private final UsageImport usageImport;
    private final TransactionOperations transaction;

    ImportLauncher(JdbcConnectionDetails database, UsageFiles files, RestartableJobs jobs,
            @Qualifier("importUsage") Job importUsage, ChargeProbe probe, StopSignal stop, UsageImport usageImport,
            TransactionOperations transaction) {
        this.usageImport = usageImport;
        this.transaction = transaction;
        this.probe = probe;
        this.stop = stop;
        this.database = database;
        this.files = files;
        this.jobs = jobs;
        this.importUsage = importUsage;
    }

    /**
     * The outcome of a file: imported now, or long since.
     *
     * @param remarks how many of its records stand out
     */
    public record Outcome(UsageFile file, boolean importedBefore, UsageRemarks.Count remarks) {}

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

    /** Whether the content of a file is there. */
    public boolean isImported(ImportRequest request) {
        return files.find(request.sha256()).isPresent();
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
            var known = known(batch);
            List<String> replaced = List.of();
            if (isAnyNew(batch, known)) {
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
            return imported(batch, known, replaced);
        }
    }

    /**
     * The same, but nothing is kept: not even that it was tried.
     *
     * @throws org.billinggroups.file.InvalidInputException if a file cannot be read
     * @throws org.billinggroups.usage.RejectedRowsException if rows are bad and only wholly good files are wanted
     * @throws org.billinggroups.file.RefusedException if charges are restated, or replaced by less
     * @throws JobStoppedException if it was asked to stop
     */
    public Imported tryOut(ImportBatch batch) {
        var outcome = transaction.execute(status -> {
            status.setRollbackOnly();
            var known = known(batch);
            try {
                var replaced = isAnyNew(batch, known)
                        ? usageImport.importFiles(batch, stop::isRequested).replaced()
                        : List.<String>of();
                return imported(batch, known, replaced);
            } catch (UsageImport.StoppedException e) {
                throw JobStoppedException.withoutResult("trying " + batch.files().getFirst().name());
            } catch (IOException | SQLException e) {
                throw new JobFailedException("trying " + batch.files().getFirst().name() + " failed: "
                        + e.getMessage(), e);
            }
        });
        return Objects.requireNonNull(outcome);
    }

    private Set<String> known(ImportBatch batch) {
        return batch.files().stream().map(ImportRequest::sha256).filter(sha -> isDone(batch, sha))
                .collect(Collectors.toSet());
    }

    private static boolean isAnyNew(ImportBatch batch, Set<String> known) {
        return known.size() < batch.files().stream().map(ImportRequest::sha256).distinct().count();
    }

    private Imported imported(ImportBatch batch, Set<String> known, List<String> replaced) {
        return new Imported(batch.files().stream().map(request -> {
            var file = files.find(request.sha256()).orElseThrow();
            return new Outcome(file, known.contains(file.sha256()), files.remarks(file.id()));
        }).toList(), replaced);
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
