package org.billinggroups.audit;

import java.util.Map;
import java.util.Set;

/**
 * What of a run was found to be right already, so that it is not looked at again.
 *
 * @param stamps of each bucket whose invoices and files were right, what their files looked like; see
 *        {@link BucketChecks}
 * @param usage whether the records of usage are those on the lines
 */
public record CheckedParts(Map<Integer, String> stamps, boolean usage) {
    /** Nothing was looked at yet. */
    public static final CheckedParts NONE = new CheckedParts(Map.of(), false);

    /** The buckets that were right. */
    public Set<Integer> buckets() {
        return stamps.keySet();
    }
}
