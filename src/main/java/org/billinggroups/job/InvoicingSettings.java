package org.billinggroups.job;

import java.math.BigDecimal;
import org.billinggroups.invoicing.TotalRules;
import org.billinggroups.period.RefusedException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the invoicing job.
 *
 * @param membership which group gets the usage of a project that was in several: {@code period-end} or
 *        {@code by-usage-time}
 * @param partitions into how many parts the groups of a run are dealt; 0 for as many as there are processors
 * @param smallAmountThreshold a pre-tax total above zero and below this is not charged; 0 for off
 * @param zeroPricedUsage {@code hidden} if documents leave usage without charge out, else {@code shown}
 * @param approval {@code required} if each draft has to be approved before it is issued, else {@code none}
 */
@ConfigurationProperties("billing")
record InvoicingSettings(@DefaultValue("period-end") String membership, @DefaultValue("0") int partitions,
        @DefaultValue("0") BigDecimal smallAmountThreshold, @DefaultValue("shown") String zeroPricedUsage,
        @DefaultValue("none") String approval) {
    /** The threshold, with what the operator says of negative totals. */
    TotalRules totals(boolean creditNegativeTotals) {
        if (smallAmountThreshold.signum() < 0) {
            throw new RefusedException("billing.small-amount-threshold '" + smallAmountThreshold
                    + "': expected 0 or more");
        }
        return new TotalRules(smallAmountThreshold, creditNegativeTotals);
    }

    boolean isZeroPricedHidden() {
        if (!zeroPricedUsage.equals("shown") && !zeroPricedUsage.equals("hidden")) {
            throw new RefusedException("billing.zero-priced-usage '" + zeroPricedUsage
                    + "': expected shown or hidden");
        }
        return zeroPricedUsage.equals("hidden");
    }

    boolean isApprovalRequired() {
        if (!approval.equals("required") && !approval.equals("none")) {
            throw new RefusedException("billing.approval '" + approval + "': expected required or none");
        }
        return approval.equals("required");
    }

    int buckets() {
        return partitions > 0 ? partitions : Runtime.getRuntime().availableProcessors();
    }
}
