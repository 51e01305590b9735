package org.billinggroups.run;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Locale;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;

/**
 * One go at invoicing a period, from freezing its inputs to publishing its folder; or at correcting one of its
 * invoices.
 *
 * @param id the key in the database
 * @param attempt counts the runs of a period, also those that issue nothing
 * @param issueDate the date of the invoices
 * @param output the folder under which the run's own folder appears
 * @param number counts the runs of a period that issue invoices; null before or without
 * @param folder where its files are published below the output folder; null as long as it has issued nothing
 * @param focus how its FOCUS files are written; null if it writes none
 */
public record InvoicingRun(
        long id,
        String sellerId,
        BillingPeriod period,
        int attempt,
        LocalDate issueDate,
        Path output,
        MembershipRule membershipRule,
        Kind kind,
        @Nullable Integer number,
        @Nullable String folder,
        @Nullable FocusRules focus) {

    /** What a run is for. */
    public enum Kind {
        /** The invoices of a period. */
        INVOICING,
        /** One credit note. */
        CORRECTION,
        /** What the invoices of the current period would be. */
        ESTIMATE;

        /** The name as the database writes it. */
        public String code() {
            return name().toLowerCase(Locale.ROOT);
        }

        static Kind ofCode(String code) {
            return valueOf(code.toUpperCase(Locale.ROOT));
        }
    }

    /** The same on another date. */
    public InvoicingRun withIssueDate(LocalDate date) {
        return new InvoicingRun(id, sellerId, period, attempt, date, output, membershipRule, kind, number, folder,
                focus);
    }

    /** Whether it has given numbers, so that it has files. */
    public boolean hasIssued() {
        return folder != null;
    }

    /** The folder in which the run's files appear when all is done. */
    public Path publishedFolder() {
        if (folder == null) {
            throw new IllegalStateException("run " + id + " of " + period + " has issued nothing, so it has no folder");
        }
        return output.resolve(folder);
    }

    /** The folder in which they are made. */
    public Path buildFolder() {
        var published = publishedFolder();
        return published.resolveSibling("." + published.getFileName() + ".building");
    }

    /** Where parts of files are until the files are complete; nobody publishes it. */
    public Path partsFolder() {
        return buildFolder().resolve(".parts");
    }

    /** Its name among the runs of its period, such as {@code run 1}, or the number of its credit note. */
    public String title() {
        return kind == Kind.CORRECTION ? String.valueOf(publishedFolder().getFileName()) : "run " + number;
    }
}
