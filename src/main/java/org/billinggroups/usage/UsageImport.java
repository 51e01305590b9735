package org.billinggroups.usage;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.billinggroups.file.InvalidInputException;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;

/**
 * Imports usage files in the caller's transaction: reads each row by row, brings the good rows into their periods, and
 * counts every row as accepted, duplicate or rejected.
 */
@Service
public class UsageImport {
    private final DataSource dataSource;
    private final UsageFiles files;
    private final UsageRecords records;
    private final DirectImport directly;
    private final StagedImport staged;
    private final Clock clock;

    UsageImport(DataSource dataSource, UsageFiles files, UsageRecords records, DirectImport directly,
            StagedImport staged, Clock clock) {
        this.dataSource = dataSource;
        this.files = files;
        this.records = records;
        this.directly = directly;
        this.staged = staged;
        this.clock = clock;
    }

    /** The import was asked to stop; its transaction is to be rolled back. */
    public static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Imports the files of a batch that are not imported yet.
     *
     * @param stopRequested asked now and then
     * @return the new files
     * @throws InvalidInputException if a file as a whole cannot be read
     * @throws RejectedRowsException if rows are bad and only wholly good files are wanted
     * @throws StoppedException if it was asked to stop
     */
    public List<UsageFile> importFiles(ImportBatch batch, BooleanSupplier stopRequested)
            throws IOException, SQLException {
        List<UsageFile> imported = new ArrayList<>();
        for (var request : batch.files()) {
            if (files.find(request.sha256()).isEmpty()) {
                imported.add(importFile(batch, request, imported, stopRequested));
            }
        }
        return imported;
    }

    private UsageFile importFile(ImportBatch batch, ImportRequest request, List<UsageFile> before,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        var format = UsageReader.formatOf(request);
        long fileId = files.nextId();
        if (!batch.replace()) {
            var file = importDirectly(batch, request, format, fileId, stopRequested);
            if (file.isPresent()) {
                return file.get();
            }
        }
        try (var rejects = new RejectsFile(request.rejects())) {
            var moved = staged.move(batch, request, format, fileId, before.stream().map(UsageFile::id).toList(),
                    rejects, stopRequested);
            publish(request, rejects, moved.rejected(), moved.total());
            var file = file(batch, request, format, fileId, moved.total(), moved.accepted(), moved.rejected());
            files.insert(file);
            staged.summarise(format, fileId, moved.wholeStage());
            return file;
        }
    }

    private Optional<UsageFile> importDirectly(ImportBatch batch, ImportRequest request, UsageFormat format,
            long fileId, BooleanSupplier stopRequested) throws IOException, SQLException {
        try (var rejects = new RejectsFile(request.rejects())) {
            var copied = directly.copy(request, format, fileId, rejects, stopRequested);
            if (copied.isEmpty()) {
                return Optional.empty();
            }
            var rows = copied.get();
            publish(request, rejects, rows.rejected(), rows.total());
            var file = file(batch, request, format, fileId, rows.total(), rows.total() - rows.rejected(),
                    rows.rejected());
            files.insert(file);
            var connection = DataSourceUtils.getConnection(dataSource);
            try {
                records.summarise(fileId, rows.counts(), connection);
            } finally {
                DataSourceUtils.releaseConnection(connection, dataSource);
            }
            return Optional.of(file);
        }
    }

    private static void publish(ImportRequest request, RejectsFile rejects, long rejected, long total)
            throws IOException {
        rejects.publish();
        if (rejected > 0 && !request.acceptValid()) {
            throw new RejectedRowsException(request.name(), rejected, total, request.rejects());
        }
    }

    private UsageFile file(ImportBatch batch, ImportRequest request, UsageFormat format, long fileId, long total,
            long accepted, long rejected) {
        return new UsageFile(fileId, request.sha256(), request.name(), format, total, accepted,
                total - accepted - rejected, rejected, clock.instant(), batch.source(), 0, null);
    }
}
