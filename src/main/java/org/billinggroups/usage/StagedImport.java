package org.billinggroups.usage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import javax.sql.DataSource;
import org.billinggroups.file.InputProblem;
import org.billinggroups.period.BillingPeriod;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.stereotype.Component;

/**
 * Imports a file of which rows may be known: stages its good rows, then moves those that are new into their periods with
 * one statement, while nobody else writes there.
 */
@Component
class StagedImport {
    private final DataSource dataSource;
    private final UsageRecords records;
    private final UsageLocks locks;
    private final UsageRepeats repeats;
    private final Partitions partitions;
    private final UsageWithdrawal withdrawal;
    private final ImportTurns turns;

    StagedImport(DataSource dataSource, UsageRecords records, UsageLocks locks, UsageRepeats repeats,
            Partitions partitions, UsageWithdrawal withdrawal, ImportTurns turns) {
        this.turns = turns;
        this.dataSource = dataSource;
        this.records = records;
        this.locks = locks;
        this.repeats = repeats;
        this.partitions = partitions;
        this.withdrawal = withdrawal;
    }

    private record Staged(long total, long rejected, long parts, Set<BillingPeriod> periods, Set<BillingPeriod> own) {}

    /**
     * Rows by what became of them.
     *
     * @param wholeStage whether every staged row was moved
     */
    record Moved(long total, long accepted, long rejected, boolean wholeStage) {}

    /**
     * Stages and moves a file's rows.
     *
     * @param before the keys of files that were imported before in the same transaction
     */
    Moved move(ImportBatch batch, ImportRequest request, UsageFormat format, long fileId, List<Long> before,
            RejectsFile rejects, BooleanSupplier stopRequested) throws IOException, SQLException {
        records.createStage();
        var staged = stage(request, format, fileId, rejects, stopRequested);
        partitions.create(staged.periods());
        turns.awaitAlone(request.sha256(), stopRequested);
        if (batch.replace()) {
            locks.withdraw();
        }
        locks.takeAlone(staged.periods());
        if (batch.replace() && !staged.own().isEmpty()) {
            withdrawal.withdraw(Objects.requireNonNull(batch.source()), staged.own(),
                    batch.files().stream().map(ImportRequest::sha256).toList(), before, batch.actor());
        }
        if (format == UsageFormat.FOCUS) {
            repeats.number(fileId, batch.export());
        }
        long moved = records.moveFromStage();
        boolean allMoved = moved == staged.parts();
        if (allMoved) {
            return new Moved(staged.total(), staged.total() - staged.rejected(), staged.rejected(), true);
        }
        records.removePartsWithoutStart(fileId);
        long conflicts = rejectConflicts(request, format, fileId, rejects);
        return new Moved(staged.total(), records.countKept(fileId, staged.periods()), staged.rejected() + conflicts,
                false);
    }

    /** Notes what became of the staged rows, now that the file itself is noted. */
    void summarise(UsageFormat format, long fileId, boolean wholeStage) {
        records.summariseStaged(fileId, wholeStage);
        if (!wholeStage) {
            records.noteDuplicates(fileId);
            if (format == UsageFormat.FOCUS) {
                repeats.note(fileId);
            }
        }
    }

    private Staged stage(ImportRequest request, UsageFormat format, long fileId, RejectsFile rejects,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        var connection = DataSourceUtils.getConnection(dataSource);
        Set<BillingPeriod> periods = new HashSet<>();
        Set<BillingPeriod> ownPeriods = new HashSet<>();
        long total = 0;
        long rejected = 0;
        long parts = 0;
        try (var reader = UsageReader.open(request, format, fileId);
                var ahead = new ReadAhead(reader);
                var copy = UsageRecords.openStage(connection)) {
            for (var block = ahead.next(); block != null; block = ahead.next()) {
                if (stopRequested.getAsBoolean()) {
                    throw new UsageImport.StoppedException();
                }
                rejects.add(block.rejected());
                copy.write(block.rows());
                total += block.total();
                rejected += block.rejected().size();
                parts += block.parts();
                periods.addAll(block.periods());
                ownPeriods.addAll(block.ownPeriods());
            }
            copy.finish();
        } finally {
            DataSourceUtils.releaseConnection(connection, dataSource);
        }
        return new Staged(total, rejected, parts, periods, ownPeriods);
    }

    /** Rejects the rows whose id is known with other content; they are read from the file again to show them as they are. */
    private long rejectConflicts(ImportRequest request, UsageFormat format, long fileId, RejectsFile rejects)
            throws IOException {
        var lines = new BitSet();
        records.forEachConflict(fileId, line -> lines.set(Math.toIntExact(line)));
        if (lines.isEmpty()) {
            return 0;
        }
        try (var reader = UsageReader.open(request, format, fileId)) {
            reader.forEachRow(line -> lines.get(Math.toIntExact(line)), NativeUsageCsv.USAGE_ID,
                    (line, usageId, row) -> rejects.add(
                            List.of(new InputProblem(request.name(), line, NativeUsageCsv.USAGE_ID, usageId,
                                    "conflict: the same id was imported before with other content")),
                            row));
        }
        return lines.cardinality();
    }
}
