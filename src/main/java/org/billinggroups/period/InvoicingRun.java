package org.billinggroups.period;

import java.nio.file.Path;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * One go at invoicing a period: from freezing its inputs to publishing its folder.
 *
 * @param id the key in the database
 * @param attempt counts the runs of a period, also those that issue nothing
 * @param issueDate the date of the invoices
 * @param output the folder under which the run's own folder appears
 * @param number counts the runs of a period that issue invoices; null before or without
 */
public record InvoicingRun(
        long id,
        String sellerId,
        BillingPeriod period,
        int attempt,
        LocalDate issueDate,
        Path output,
        MembershipRule membershipRule,
        @Nullable Integer number) {

    /** The folder that holds the runs of the period. */
    public Path periodFolder() {
        return output.resolve(period.toString());
    }

    /** The folder in which the run's files appear when all is done. */
    public Path publishedFolder() {
        return periodFolder().resolve("run-" + requireNumber());
    }

    /** The folder in which they are made. */
    public Path buildFolder() {
        return periodFolder().resolve(".run-" + requireNumber() + ".building");
    }

    private int requireNumber() {
        if (number == null) {
            throw new IllegalStateException("run " + id + " of " + period + " has issued nothing, so it has no folder");
        }
        return number;
    }
}
