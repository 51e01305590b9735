package org.billinggroups.usage;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Files that are imported in one transaction.
 *
 * @param files one file, or those that replace what was imported before
 * @param source who delivered them, or null
 * @param replace whether they take the place of the source's unbilled records in the periods that they cover
 * @param actor who imports them
 * @param export by what {@link UsageFiles#rememberExport} knows the files that were given together, or null
 */
public record ImportBatch(List<ImportRequest> files, @Nullable String source, boolean replace, String actor,
        @Nullable String export) {
    /** Checks that a replacement names its source. */
    public ImportBatch {
        files = List.copyOf(files);
        if (files.isEmpty() || replace && source == null || !replace && files.size() > 1) {
            throw new IllegalArgumentException("a batch is one file, or a replacement with its source");
        }
    }
}
