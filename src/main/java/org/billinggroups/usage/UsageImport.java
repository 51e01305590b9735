package org.billinggroups.usage;

import java.io.EOFException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.zip.ZipException;
import javax.sql.DataSource;
import org.billinggroups.file.CsvInput;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Service;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Imports usage files in the caller's transaction: reads each once, row by row, stages the good rows, moves them into
 * their periods, and counts every row as accepted, duplicate or rejected.
 */
@Service
public class UsageImport {
    private static final int ROWS_BETWEEN_STOP_CHECKS = 1000;

    private final DataSource dataSource;
    private final UsageRecords records;
    private final UsageFiles files;
    private final TransactionTemplate ownTransaction;
    private final UsageWithdrawal withdrawal;
    private final Clock clock;

    UsageImport(DataSource dataSource, UsageRecords records, UsageFiles files, UsageWithdrawal withdrawal,
            PlatformTransactionManager transactionManager, Clock clock) {
        this.dataSource = dataSource;
        this.records = records;
        this.files = files;
        this.withdrawal = withdrawal;
        this.ownTransaction = new TransactionTemplate(transactionManager);
        this.ownTransaction.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.clock = clock;
    }

    /** The import was asked to stop; its transaction is to be rolled back. */
    public static final class StoppedException extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    private record Staged(long total, long good, long parts, Set<BillingPeriod> periods) {}

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

    private UsageFile importFile(ImportBatch batch, ImportRequest request, List<UsageFile> imported,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        try (var rejects = new RejectsFile(request.rejects())) {
            records.createStage();
            var staged = stage(request, rejects, stopRequested);
            ownTransaction.executeWithoutResult(status -> records.createPartitions(staged.periods()));
            records.lock(staged.periods());
            if (batch.replace() && !staged.periods().isEmpty()) {
                withdrawal.withdraw(Objects.requireNonNull(batch.source()), staged.periods(),
                        batch.files().stream().map(ImportRequest::sha256).toList(),
                        imported.stream().map(UsageFile::id).toList(), batch.actor());
            }
            long fileId = files.nextId();
            long moved = records.moveFromStage(fileId);
            boolean allMoved = moved == staged.parts();
            if (!allMoved) {
                records.removePartsWithoutStart(fileId);
            }
            long accepted = allMoved ? staged.good() : records.countKept(fileId, staged.periods());
            long conflicts = allMoved ? 0 : rejectConflicts(request, fileId, rejects);
            long rejected = staged.total() - staged.good() + conflicts;
            rejects.publish();
            if (rejected > 0 && !request.acceptValid()) {
                throw new RejectedRowsException(request.name(), rejected, staged.total(), request.rejects());
            }
            var file = new UsageFile(fileId, request.sha256(), request.name(), staged.total(), accepted,
                    staged.total() - accepted - rejected, rejected, clock.instant(), batch.source(), 0, null);
            files.insert(file);
            records.summarise(fileId, allMoved);
            return file;
        }
    }

    private Staged stage(ImportRequest request, RejectsFile rejects, BooleanSupplier stopRequested)
            throws IOException, SQLException {
        Connection connection = DataSourceUtils.getConnection(dataSource);
        Set<BillingPeriod> periods = new HashSet<>();
        long total = 0;
        long good = 0;
        long parts;
        try (var csv = open(request); var copy = UsageRecords.openStage(connection)) {
            var rows = new NativeUsageCsv(request.name(), csv);
            for (var row = csv.next(); row != null; row = csv.next()) {
                total++;
                var usage = rows.read(row);
                if (usage == null) {
                    rejects.add(rows.problems(), row.text());
                } else {
                    UsageRecords.stage(copy, row.line(), usage, periods);
                    good++;
                }
                if (total % ROWS_BETWEEN_STOP_CHECKS == 0 && stopRequested.getAsBoolean()) {
                    throw new StoppedException();
                }
            }
            parts = copy.finish();
        } catch (EOFException | ZipException e) {
            throw new InvalidInputException(InputProblem.ofFile(request.name(), "is damaged: " + e.getMessage()));
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
        return new Staged(total, good, parts, periods);
    }

    private static CsvInput open(ImportRequest request) throws IOException {
        return new CsvInput(request.name(), UsageSource.open(request.path()), NativeUsageCsv.COLUMNS,
                NativeUsageCsv.REQUIRED);
    }

    /** Rejects the rows whose id is known with other content; they are read from the file again to show them as they are. */
    private long rejectConflicts(ImportRequest request, long fileId, RejectsFile rejects) throws IOException {
        var lines = new BitSet();
        records.forEachConflict(fileId, line -> lines.set(Math.toIntExact(line)));
        if (lines.isEmpty()) {
            return 0;
        }
        try (var csv = open(request)) {
            int usageId = csv.column("usage_id");
            for (var row = csv.next(); row != null; row = csv.next()) {
                if (lines.get(Math.toIntExact(row.line()))) {
                    rejects.add(List.of(new InputProblem(request.name(), row.line(), "usage_id", row.cell(usageId),
                            "conflict: the same id was imported before with other content")), row.text());
                }
            }
        }
        return lines.cardinality();
    }
}
