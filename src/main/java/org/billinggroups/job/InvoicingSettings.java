package org.billinggroups.job;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import java.math.BigDecimal;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the invoicing job.
 *
 * @param membership which group gets the usage of a project that was in several: {@code period-end} or
 *        {@code by-usage-time}
 * @param partitions into how many parts the groups of a run are dealt; 0 for twice the processors
 * @param smallAmountThreshold a pre-tax total above zero and below this is not charged; 0 for off
 */
@ConfigurationProperties("billing")
record InvoicingSettings(@DefaultValue("period-end") String membership, @DefaultValue("0") int partitions,
        @DefaultValue("0") BigDecimal smallAmountThreshold) {
    int buckets() {
        return partitions > 0 ? partitions : 2 * Runtime.getRuntime().availableProcessors();
    }
}
