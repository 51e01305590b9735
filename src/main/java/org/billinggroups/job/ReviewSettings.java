package org.billinggroups.job;

import java.math.BigDecimal;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the review of drafts.
 *
 * @param growthPercent how much more than for the previous period the review flags
 * @param holdGrowthPercent how much more parks a group by itself, where no approval is required; 0 for off
 * @param holdAbove which net total parks a group by itself, where no approval is required; 0 for off
 */
@ConfigurationProperties("billing.review")
public record ReviewSettings(@DefaultValue("50") BigDecimal growthPercent,
        @DefaultValue("0") BigDecimal holdGrowthPercent, @DefaultValue("0") BigDecimal holdAbove) {}
