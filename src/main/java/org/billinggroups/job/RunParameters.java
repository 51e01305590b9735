package org.billinggroups.job;

import java.util.Objects;
import java.util.Optional;
import org.billinggroups.period.BillingPeriod;
import org.billinggroups.run.InvoicingRun;
import org.billinggroups.run.InvoicingRuns;
import org.billinggroups.run.RunRequest;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.step.StepExecution;

/** The parameters of the invoicing job: seller, period and attempt identify a run. */
final class RunParameters {
    private static final String SELLER = "seller";
    private static final String PERIOD = "period";
    private static final String ATTEMPT = "attempt";
    /** The unfinished run that this one takes the place of; read when the inputs are frozen. */
    private static final String DISCARDS = "discards";
    /** The step before which to stop; read from the running execution, so that each start may name another. */
    static final String STOP_BEFORE = "stopBefore";

    private RunParameters() {}

    /** @param discards the key of the unfinished run that goes when this one's inputs are frozen, or 0 */
    static JobParameters of(RunRequest request, String stopBefore, long discards) {
        return new JobParametersBuilder()
                .addString(SELLER, request.sellerId(), true)
                .addString(PERIOD, request.period().toString(), true)
                .addLong(ATTEMPT, (long) request.attempt(), true)
                .addString(STOP_BEFORE, stopBefore, false)
                .addLong(DISCARDS, discards, false)
                .toJobParameters();
    }

    /** The run that a step works on; it is there once its inputs are frozen. */
    static InvoicingRun run(InvoicingRuns runs, StepExecution step) {
        return find(runs, step).orElseThrow();
    }

    static Optional<InvoicingRun> find(InvoicingRuns runs, StepExecution step) {
        var parameters = step.getJobExecution().getJobParameters();
        return runs.find(text(parameters, SELLER), BillingPeriod.parse(text(parameters, PERIOD)),
                Math.toIntExact(Objects.requireNonNull(parameters.getLong(ATTEMPT))));
    }

    /**
     * The bucket by the name of its partition. Its context would say the same, but Batch stores a partition and its
     * context one after the other, so that of one whose process died between is empty for ever.
     */
    static int bucket(StepExecution step) {
        return Integer.parseInt(step.getStepName().substring(step.getStepName().lastIndexOf(':') + 1));
    }

    /** The period; null if these are the parameters of another job. */
    static @Nullable String period(JobParameters parameters) {
        return parameters.getString(PERIOD);
    }

    /** Which attempt at the period it is; null if these are the parameters of another job. */
    static @Nullable Long attempt(JobParameters parameters) {
        return parameters.getLong(ATTEMPT);
    }

    static long discards(JobParameters parameters) {
        return Objects.requireNonNull(parameters.getLong(DISCARDS));
    }

    private static String text(JobParameters parameters, String name) {
        return Objects.requireNonNull(parameters.getString(name), name);
    }
}
