package org.billinggroups.job;

import java.time.Duration;
import java.util.Optional;
import org.billinggroups.database.SessionLock;
import org.billinggroups.usage.ImportRequest;
import org.billinggroups.usage.UsageFile;
import org.billinggroups.usage.UsageFiles;
import org.springframework.batch.core.job.Job;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.stereotype.Service;

/** Imports usage files, each once: two processes with the same file take turns, and the second finds it imported. */
@Service
public class ImportLauncher {
    private static final int LOCK_SCOPE = 2;
    private static final Duration LONGEST_WAIT = Duration.ofHours(12);

    private final JdbcConnectionDetails database;
    private final UsageFiles files;
    private final RestartableJobs jobs;
    private final Job importUsage;

    ImportLauncher(JdbcConnectionDetails database, UsageFiles files, RestartableJobs jobs,
            @Qualifier("importUsage") Job importUsage) {
        this.database = database;
        this.files = files;
        this.jobs = jobs;
        this.importUsage = importUsage;
    }

    /** What became of a file: imported now, or long since. */
    public record Outcome(UsageFile file, boolean importedBefore) {}

    /**
     * Imports a file unless it is imported already.
     *
     * @throws org.billinggroups.file.InvalidInputException if the file cannot be read
     * @throws org.billinggroups.usage.RejectedRowsException if rows are bad and only a wholly good file is wanted
     * @throws JobStoppedException if it was asked to stop
     */
    public Outcome importFile(ImportRequest request) {
        try (var lock = SessionLock.acquire(database, LOCK_SCOPE, request.sha256(), LONGEST_WAIT)
                .orElseThrow(
                        () -> new JobFailedException("another process has been importing " + request.name() + " for "
                                + LONGEST_WAIT.toHours() + " hours", new IllegalStateException("lock timeout")))) {
            Optional<UsageFile> known = files.find(request.sha256());
            if (known.isPresent()) {
                return new Outcome(known.get(), true);
            }
            jobs.run(importUsage, ImportUsageJob.parameters(request), "importing " + request.name());
            return new Outcome(files.find(request.sha256()).orElseThrow(), false);
        }
    }
}
