package org.billinggroups.usage;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An imported file. Each of its rows is accepted, a duplicate or rejected.
 *
 * @param id the key in the database
 * @param sha256 its identity
 * @param source who delivered it, or null
 * @param withdrawnRecords how many records were taken back, with parts of split ones counted each
 * @param voidedAt when all of it was taken back, or null
 */
public record UsageFile(long id, String sha256, String name, UsageFormat format, long totalRows, long acceptedRows,
        long duplicateRows,
        long rejectedRows, Instant importedAt, @Nullable String source, long withdrawnRecords,
        @Nullable Instant voidedAt) {}
