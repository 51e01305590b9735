package org.billinggroups.usage;

import java.util.List;
import java.util.Set;
import org.billinggroups.file.InputProblem;
import org.billinggroups.period.BillingPeriod;

/**
 * Some rows of a file, checked.
 *
 * @param rows the good ones, encoded for COPY
 * @param rejected the bad ones
 * @param periods those that the good ones lie in
 * @param ownPeriods those to which they belong, as their first parts lie there
 * @param total the number of rows
 * @param parts the number of encoded rows: the good ones, with the parts of those that were split
 */
record UsageBlock(byte[] rows, List<Rejected> rejected, Set<BillingPeriod> periods, Set<BillingPeriod> ownPeriods,
        int total, int parts) {
    /** A bad row as it is in the file, and what is wrong with it. */
    record Rejected(List<InputProblem> problems, String row) {}
}
