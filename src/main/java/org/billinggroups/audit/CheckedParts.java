package org.billinggroups.audit;

import java.util.Map;
import java.util.Set;

/**
 * What of a run was found to be right already, so that it is not looked at again.
 *
 * @param stamps of each bucket whose invoices and files were right, what their files looked like; see
 *        {@link BucketChecks}
 * @param wholes what was done that concerns the whole run
 */
public record CheckedParts(Map<Integer, String> stamps, Set<Whole> wholes) {
    /** Nothing was looked at yet. */
    public static final CheckedParts NONE = new CheckedParts(Map.of(), Set.of());

    /** What concerns all buckets of a run. */
    public enum Whole {
        /** Each record of usage is on one line. */
        USAGE,
        /** The ledger is written. */
        LEDGER,
        /** The figures of the report are drawn. */
        REPORT
    }

    /** The buckets that were right. */
    public Set<Integer> buckets() {
        return stamps.keySet();
    }
}
