package org.billinggroups.usage;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.billinggroups.file.BillingException;
import org.billinggroups.file.InvalidInputException;
import org.springframework.stereotype.Service;

/**
 * Imports usage files in the caller's transaction: reads each row by row, brings the good rows into their periods, and
 * counts every row as accepted, duplicate or rejected.
 */
@Service
public class UsageImport {
    private final UsageFiles files;
    private final UsageRecords records;
    private final DirectImport directly;
    private final StagedImport staged;
    private final ChargeImport charges;
    private final UsageChanges changes;
    private final UsageSeals seals;
    private final Clock clock;

    UsageImport(UsageFiles files, UsageRecords records, DirectImport directly, StagedImport staged,
            ChargeImport charges, UsageChanges changes, UsageSeals seals, Clock clock) {
        this.charges = charges;
        this.changes = changes;
        this.seals = seals;
        this.files = files;
        this.records = records;
        this.directly = directly;
        this.staged = staged;
        this.clock = clock;
    }

    /**
     * What was imported.
     *
     * @param files the new ones
     * @param replaced what a replacement took back, and what came instead, for people
     */
    public record Imported(List<UsageFile> files, List<String> replaced) {}

    /** The import was asked to stop; its transaction is to be rolled back. */
    public static final class StoppedException extends BillingException {
        private static final long serialVersionUID = 1L;
    }

    /**
     * Imports the files of a batch that are not imported yet.
     *
     * @param stopRequested asked now and then
     * @return what was imported
     * @throws InvalidInputException if a file as a whole cannot be read
     * @throws RejectedRowsException if rows are bad and only wholly good files are wanted
     * @throws org.billinggroups.file.RefusedException if charges are restated, or replaced by less
     * @throws StoppedException if it was asked to stop
     */
    public Imported importFiles(ImportBatch batch, BooleanSupplier stopRequested) throws IOException, SQLException {
        List<UsageFile> imported = new ArrayList<>();
        Map<Long, UsageDigests> sent = new HashMap<>();
        List<ImportRequest> focus = new ArrayList<>();
        List<String> kept = new ArrayList<>();
        if (batch.replaces()) {
            changes.start();
        }
        for (var request : batch.files()) {
            if (UsageReader.formatOf(request) == UsageFormat.FOCUS) {
                focus.add(request);
            } else if (files.find(request.sha256()).isEmpty()) {
                imported.add(importNative(batch, request, imported, sent, stopRequested));
            } else {
                kept.add(request.sha256());
            }
        }
        if (!focus.isEmpty()) {
            imported.addAll(importFocus(batch, focus, imported, sent, stopRequested));
        }
        var told = List.<String>of();
        if (batch.replaces()) {
            changes.noteKept(kept);
            told = changes.tell(batch);
        }
        seal(batch, imported, sent);
        return new Imported(imported, told);
    }

    private void seal(ImportBatch batch, List<UsageFile> imported, Map<Long, UsageDigests> sent) {
        if (batch.replaces()) {
            seals.sealKept(changes.changedFiles());
        }
        for (var file : imported) {
            var digests = sent.get(file.id());
            if (digests == null) {
                seals.sealKept(List.of(file.id()));
            } else {
                seals.seal(file.id(), digests);
            }
        }
    }

    private List<UsageFile> importFocus(ImportBatch batch, List<ImportRequest> requests, List<UsageFile> natives,
            Map<Long, UsageDigests> sent, BooleanSupplier stopRequested) throws IOException, SQLException {
        if (!batch.replaces() && requests.size() == 1) {
            var request = requests.getFirst();
            if (files.find(request.sha256()).isPresent()) {
                return List.of();
            }
            var file = importDirectly(batch, request, UsageFormat.FOCUS, sent, stopRequested);
            if (file.isPresent()) {
                return List.of(file.get());
            }
        }
        return charges.importFiles(batch, requests, natives, stopRequested);
    }

    private UsageFile importNative(ImportBatch batch, ImportRequest request, List<UsageFile> before,
            Map<Long, UsageDigests> sent, BooleanSupplier stopRequested) throws IOException, SQLException {
        if (!batch.replaces()) {
            var file = importDirectly(batch, request, UsageFormat.NATIVE, sent, stopRequested);
            if (file.isPresent()) {
                return file.get();
            }
        }
        long fileId = files.nextId();
        try (var rejects = new RejectsFile(request.rejects())) {
            var moved = staged.move(batch, request, fileId, before.stream().map(UsageFile::id).toList(), rejects,
                    stopRequested);
            rejects.publish(request, moved.rejected(), moved.total());
            var file = UsageFile.imported(fileId, request, UsageFormat.NATIVE, moved.total(), moved.accepted(),
                    moved.rejected(), clock.instant(), batch);
            files.insert(file);
            staged.summarise(fileId, moved.wholeStage());
            return file;
        }
    }

    private Optional<UsageFile> importDirectly(ImportBatch batch, ImportRequest request, UsageFormat format,
            Map<Long, UsageDigests> sent, BooleanSupplier stopRequested) throws IOException, SQLException {
        long fileId = files.nextId();
        try (var rejects = new RejectsFile(request.rejects())) {
            var copied = directly.copy(request, format, fileId, rejects, stopRequested);
            if (copied.isEmpty()) {
                return Optional.empty();
            }
            var rows = copied.get();
            rejects.publish(request, rows.rejected(), rows.total());
            var file = UsageFile.imported(fileId, request, format, rows.total(), rows.total() - rows.rejected(),
                    rows.rejected(), clock.instant(), batch);
            files.insert(file);
            records.summarise(fileId, rows.counts());
            sent.put(fileId, rows.digests());
            return Optional.of(file);
        }
    }
}
