package org.billinggroups.job;

import org.billinggroups.period.BillingPeriod;

/** How invoicing a period went, in a sentence and as exit code. */
public record PeriodOutcome(BillingPeriod period, ExitCode code, String message) {}
