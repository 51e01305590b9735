package org.billinggroups.job;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.stereotype.Component;

/**
 * What jobs are asked for. A job runs in the process that asks, and whoever resumes it asks again: what Spring Batch
 * notes is only what a job is known by.
 */
@Component
class JobRequests {
    private final Map<JobParameters, Object> requests = new ConcurrentHashMap<>();

    /** Notes it for the execution with these parameters. */
    void put(JobParameters parameters, Object request) {
        requests.put(parameters, request);
    }

    /** What the execution of a step was asked for. */
    <T> T of(StepExecution step, Class<T> type) {
        return type.cast(Objects.requireNonNull(requests.get(step.getJobExecution().getJobParameters())));
    }
}
