package org.billinggroups.job;

import java.math.BigDecimal;
import org.billinggroups.file.RefusedException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Settings of the review of drafts.
 *
 * @param growthPercent how much more than for the previous period the review flags
 * @param holdGrowthPercent how much more parks a group by itself, where no approval is required; 0 for off
 * @param holdAbove which net total parks a group by itself, where no approval is required; 0 for off
 * @param missingUsage {@code hold} if a group is parked that would be invoiced without the usage it had before, else
 *        {@code allow}
 */
@ConfigurationProperties("billing.review")
public record ReviewSettings(@DefaultValue("50") BigDecimal growthPercent,
        @DefaultValue("0") BigDecimal holdGrowthPercent, @DefaultValue("0") BigDecimal holdAbove,
        @DefaultValue("hold") String missingUsage) {
    /** Checks what is not a number. */
    public ReviewSettings {
        if (!missingUsage.equals("hold") && !missingUsage.equals("allow")) {
            throw new RefusedException("billing.review.missing-usage '" + missingUsage + "': expected hold or allow");
        }
    }

    boolean isMissingUsageAllowed() {
        return missingUsage.equals("allow");
    }
}
