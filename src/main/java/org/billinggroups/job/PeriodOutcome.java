package org.billinggroups.job;

import java.util.List;
import java.util.Optional;
import org.billinggroups.period.BillingPeriod;

/**
 * How invoicing a period went, in a sentence and as exit code.
 *
 * @param run what its run has come to; empty if there was no need of one
 */
public record PeriodOutcome(BillingPeriod period, ExitCode code, String message, Optional<RunFigures> run) {
    PeriodOutcome(BillingPeriod period, ExitCode code, String message) {
        this(period, code, message, Optional.empty());
    }

    /** The exit code, and the milder one that it would hide: that groups are parked. */
    public List<ExitCode> codes() {
        boolean parked = run.filter(figures -> !figures.parked().isEmpty()).isPresent();
        return parked && code != ExitCode.ATTENTION
                ? List.of(code, ExitCode.ATTENTION)
                : List.of(code);
    }
}
