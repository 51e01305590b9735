package org.billinggroups.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An imported file. Each of its rows is accepted, a duplicate or rejected.
 *
 * @param id the key in the database
 * @param sha256 its identity
 * @param source who delivered it, or null
 * @param command what {@link ImportBatch#command} knows the files by that were given with it
 * @param withdrawnRecords how many records were taken back, with parts of split ones counted each
 * @param voidedAt when all of it was taken back, or null
 * @param replacedAt when its source delivered the same periods again, or null
 */
public record UsageFile(long id, String sha256, String name, UsageFormat format, long totalRows, long acceptedRows,
        long duplicateRows, long rejectedRows, Instant importedAt, @Nullable String source, String command,
        long withdrawnRecords, @Nullable Instant voidedAt, @Nullable Instant replacedAt) {
    /** A file that is imported now; rows that are neither accepted nor rejected are duplicates. */
    static UsageFile imported(long id, ImportRequest request, UsageFormat format, long total, long accepted,
            long rejected, Instant now, ImportBatch batch) {
        return new UsageFile(id, request.sha256(), request.name(), format, total, accepted,
                total - accepted - rejected, rejected, now, batch.source(), batch.command(), 0, null, null);
    }
}
