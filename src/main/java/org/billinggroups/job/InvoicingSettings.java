package org.billinggroups.job;

import org.billinggroups.file.RefusedException;
import org.billinggroups.run.ApprovalRule;
import org.billinggroups.run.SmallAmounts;
import org.billinggroups.run.TotalRules;
import org.joda.money.CurrencyUnit;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the invoicing job.
 *
 * @param membership which group gets the usage of a project that was in several: {@code period-end} or
 *        {@code by-usage-time}
 * @param partitions into how many parts the groups of a run are dealt; 0 for as many as there are processors
 * @param smallAmountThreshold pre-tax totals above zero and below this are not charged, by currency
 * @param zeroPricedUsage {@code hidden} if documents leave usage without charge out, else {@code shown}
 * @param zeroInvoices {@code skip} if there is no invoice where no usage is billed and every line is zero, else {@code
 *        issue}
 * @param workers {@code remote} if parts of steps are left to workers, else {@code local}
 * @param approval {@code required} if each draft has to be approved before it is issued, {@code four-eyes} if by a
 *        login of the database that had no part in it, else {@code none}
 */
@ConfigurationProperties("billing")
record InvoicingSettings(@DefaultValue("period-end") String membership, @DefaultValue("0") int partitions,
        @DefaultValue("0") String smallAmountThreshold, @DefaultValue("shown") String zeroPricedUsage,
        @DefaultValue("skip") String zeroInvoices,
        @DefaultValue("none") String approval, @DefaultValue("local") String workers) {
    private static final int MOST_PARTITIONS = 1000;
    /** Enough for a few workers of a few threads; it never follows from the processors of who deals. */
    private static final int REMOTE_PARTITIONS = 16;

    /**
     * What is set, with what the operator says of negative totals.
     *
     * @param currency the seller's
     */
    TotalRules totals(boolean creditNegativeTotals, CurrencyUnit currency) {
        return new TotalRules(SmallAmounts.parse(smallAmountThreshold, currency), creditNegativeTotals,
                areZeroInvoicesSkipped());
    }

    boolean areZeroInvoicesSkipped() {
        if (!zeroInvoices.equals("skip") && !zeroInvoices.equals("issue")) {
            throw new RefusedException("billing.zero-invoices '" + zeroInvoices + "': expected issue or skip");
        }
        return zeroInvoices.equals("skip");
    }

    boolean isZeroPricedHidden() {
        if (!zeroPricedUsage.equals("shown") && !zeroPricedUsage.equals("hidden")) {
            throw new RefusedException("billing.zero-priced-usage '" + zeroPricedUsage + "': expected shown or hidden");
        }
        return zeroPricedUsage.equals("hidden");
    }

    ApprovalRule approvalRule() {
        return ApprovalRule.ofSetting(approval);
    }

    boolean isRemote() {
        if (!workers.equals("local") && !workers.equals("remote")) {
            throw new RefusedException("billing.workers '" + workers + "': expected local or remote");
        }
        return workers.equals("remote");
    }

    int buckets() {
        if (partitions < 0 || partitions > MOST_PARTITIONS) {
            throw new RefusedException("billing.partitions '" + partitions + "': expected 0 to " + MOST_PARTITIONS);
        }
        if (partitions > 0) {
            return partitions;
        }
        return isRemote() ? REMOTE_PARTITIONS : Runtime.getRuntime().availableProcessors();
    }
}
