package org.billinggroups.usage;

import java.io.IOException;
import java.sql.SQLException;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.billinggroups.file.InputProblem;
import org.springframework.stereotype.Component;

/**
 * Imports a native file of which rows may be known: stages its good rows, then moves those that are new into their
 * periods with one statement, while nobody else writes there.
 */
@Component
record StagedImport(UsageStage stage, UsageRecords records, UsageLocks locks, Partitions partitions,
        UsageChanges changes, UsageWithdrawal withdrawal) {
    /**
     * Rows by their outcome.
     *
     * @param wholeStage whether every staged row was moved
     */
    record Moved(long total, long accepted, long rejected, boolean wholeStage) {}

    /** @param before the keys of files that were imported before in the same transaction */
    Moved move(ImportBatch batch, ImportRequest request, long fileId, List<Long> before,
            RejectsFile rejects, BooleanSupplier stopRequested) throws IOException, SQLException {
        stage.empty();
        var staged = stage.add(request, UsageFormat.NATIVE, fileId, rejects, stopRequested);
        if (batch.replaces()) {
            locks.withdraw();
        }
        locks.takeAlone(staged.periods());
        partitions.create(staged.periods());
        if (batch.replaces() && !staged.own().isEmpty()) {
            withdrawal.withdraw(Objects.requireNonNull(batch.source()), staged.own(),
                    batch.files().stream().map(ImportRequest::sha256).toList(), before, batch.actor());
            changes.noteStaged();
        }
        long moved = records.moveFromStage();
        boolean allMoved = moved == staged.parts();
        if (allMoved) {
            return new Moved(staged.total(), staged.total() - staged.rejected(), staged.rejected(), true);
        }
        records.removePartsWithoutStart(fileId);
        long conflicts = rejectConflicts(request, fileId, rejects);
        return new Moved(staged.total(), records.countKept(fileId, staged.periods()), staged.rejected() + conflicts,
                false);
    }

    /** Notes the outcome of the staged rows, now that the file itself is noted. */
    void summarise(long fileId, boolean wholeStage) {
        records.summariseStaged(fileId, wholeStage);
        if (!wholeStage) {
            records.noteDuplicates(fileId);
        }
    }

    /**
     * Rejects the rows whose id is known with other content; they are read from the file again to show them as they
     * are.
     */
    private long rejectConflicts(ImportRequest request, long fileId, RejectsFile rejects) throws IOException {
        var lines = new BitSet();
        records.forEachConflict(fileId, line -> lines.set(Math.toIntExact(line)));
        if (lines.isEmpty()) {
            return 0;
        }
        try (var reader = stage.reopen(request, fileId)) {
            reader.forEachRow(line -> lines.get(Math.toIntExact(line)), NativeUsageCsv.USAGE_ID,
                    (line, usageId, row) -> rejects.add(
                            List.of(new InputProblem(request.name(), line, NativeUsageCsv.USAGE_ID, usageId,
                                    "conflict: the same id was imported before with other content")),
                            row));
        }
        return lines.cardinality();
    }
}
