package org.billinggroups.usage;

import java.time.Instant;

/**
 * An imported file. Each of its rows is accepted, a duplicate or rejected.
 *
 * @param id the key in the database
 * @param sha256 its identity
 */
public record UsageFile(long id, String sha256, String name, long totalRows, long acceptedRows, long duplicateRows,
        long rejectedRows, Instant importedAt) {}
