package org.billinggroups.job;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the invoicing job.
 *
 * @param membership which group gets the usage of a project that was in several: {@code period-end} or
 *        {@code by-usage-time}
 * @param partitions into how many parts the groups of a run are dealt; 0 for twice the processors
 */
@ConfigurationProperties("billing")
record InvoicingSettings(@DefaultValue("period-end") String membership, @DefaultValue("0") int partitions) {
    int buckets() {
        return partitions > 0 ? partitions : 2 * Runtime.getRuntime().availableProcessors();
    }
}
