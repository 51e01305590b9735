package org.billinggroups.usage;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.billinggroups.file.RefusedException;
import org.billinggroups.period.BillingPeriod;
import org.springframework.stereotype.Component;

/**
 * Imports FOCUS files of which charges may be known, all in one transaction: stages their rows, and decides by the sums
 * of each charge, while nobody else writes to the periods.
 */
@Component
record ChargeImport(UsageStage stage, UsageFiles files, Charges charges, ChargeMoves moves,
        ReplacedCharges replaced, UsageLocks locks, Partitions partitions, Clock clock) {
    private static final int LISTED = 20;

    private record Arrived(ImportRequest request, UsageStage.Staged staged) {}

    /**
     * @param requests its FOCUS files
     * @param natives the keys of its other files that were imported
     * @return the new files
     * @throws RejectedRowsException if rows are bad and only wholly good files are wanted
     * @throws RefusedException if charges are restated and nothing is said about that
     */
    List<UsageFile> importFiles(ImportBatch batch, List<ImportRequest> requests, List<UsageFile> natives,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        stage.empty();
        Set<BillingPeriod> periods = new HashSet<>();
        var arrived = stage(batch, requests, periods, stopRequested);
        if (batch.replaces()) {
            locks.withdraw();
        }
        locks.takeAlone(periods);
        partitions.create(periods);
        if (batch.replaces()) {
            replaced.withdraw(batch, requests, periods, natives);
        }
        decide(batch, periods);
        moves.moveNew(arrived.keySet());
        if (batch.replaces()) {
            replaced.correct();
        }
        return note(batch, arrived);
    }

    /** Stages all files; those that were imported before are only compared. */
    private Map<Long, Arrived> stage(ImportBatch batch, List<ImportRequest> requests, Set<BillingPeriod> periods,
            BooleanSupplier stopRequested) throws IOException, SQLException {
        Map<Long, Arrived> arrived = new LinkedHashMap<>();
        Set<String> staged = new HashSet<>();
        for (var request : requests) {
            if (!staged.add(request.sha256())) {
                continue;
            }
            var known = files.find(request.sha256());
            try (var rejects = new RejectsFile(request.rejects())) {
                if (known.isPresent() && !batch.replaces()) {
                    periods.addAll(stage.add(request, UsageFormat.FOCUS, known.get().id(), rejects, stopRequested)
                            .periods());
                    continue;
                }
                long fileId = files.nextId();
                var found = stage.add(request, UsageFormat.FOCUS, fileId, rejects, stopRequested);
                rejects.publish(request, found.rejected(), found.total());
                periods.addAll(found.periods());
                arrived.put(fileId, new Arrived(request, found));
            }
        }
        return arrived;
    }

    /** Decides of staged charges which are new, and refuses those that came before with other sums. */
    private void decide(ImportBatch batch, Set<BillingPeriod> periods) {
        charges.sum(batch);
        if (batch.known() == ImportBatch.Known.ADD) {
            return;
        }
        var source = batch.replaces() ? batch.source() : null;
        if (source != null && !periods.isEmpty()) {
            charges.sumCancelled(source, periods);
        }
        charges.compare();
        if (!batch.replaces()) {
            charges.compareWithEachCommand();
            long restated = charges.countRestated();
            if (restated > 0) {
                throw restated(batch, restated);
            }
        }
    }

    private RefusedException restated(ImportBatch batch, long count) {
        var what = batch.files().size() == 1 ? batch.files().getFirst().name() + " restates " : "these files restate ";
        var listed = charges.restated(LISTED);
        return new RefusedException(what + count + (count == 1 ? " charge that" : " charges that")
                + " came before with other sums; nothing was imported:"
                + String.join("", listed.stream().map(charge -> "\n  " + charge.text()).toList())
                + (count > listed.size() ? "\n  ..." : "")
                + "\ngive --source NAME --replace to take them in place of what that source delivered before, or "
                + "--additional if they are further costs");
    }

    private List<UsageFile> note(ImportBatch batch, Map<Long, Arrived> arrived) {
        var duplicates = moves.countDuplicates();
        List<UsageFile> imported = new ArrayList<>();
        arrived.forEach((fileId, file) -> {
            var rows = file.staged();
            imported.add(UsageFile.imported(fileId, file.request(), UsageFormat.FOCUS, rows.total(), rows.total()
                    - rows.rejected() - duplicates.getOrDefault(fileId, 0L), rows.rejected(), clock.instant(), batch));
        });
        imported.forEach(files::insert);
        moves.summarise(arrived.keySet());
        return imported;
    }
}
