package org.billinggroups.job;

import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Tells whoever listens how far the steps are; the partitions of a step count together. */
@Component
class StepProgress implements StepExecutionListener {
    private static final String PARTITION = "Bucket:";

    private final ObjectProvider<Progress> progress;
    private final Map<String, AtomicLong> done = new ConcurrentHashMap<>();

    StepProgress(ObjectProvider<Progress> progress) {
        this.progress = progress;
    }

    /** Counts what a partition has done. */
    void advance(StepExecution step, long by) {
        var name = step.getStepName().split(PARTITION)[0];
        long sum = done.computeIfAbsent(name, key -> new AtomicLong()).addAndGet(by);
        progress.ifAvailable(listener -> listener.advanced(name, sum));
    }

    @Override
    public void beforeStep(StepExecution step) {
        if (!step.getStepName().contains(PARTITION)) {
            done.remove(step.getStepName());
            progress.ifAvailable(listener -> listener.started(described(step)));
        }
    }

    @Override
    public ExitStatus afterStep(StepExecution step) {
        if (!step.getStepName().contains(PARTITION)) {
            var counted = done.get(step.getStepName());
            var start = step.getStartTime();
            var millis = start == null
                    ? 0
                    : Duration.between(start, LocalDateTime.now(ZoneId.systemDefault())).toMillis();
            progress.ifAvailable(listener -> listener.ended(described(step),
                    counted == null ? step.getWriteCount() : counted.get(), millis));
        }
        return step.getExitStatus();
    }

    private static Progress.Step described(StepExecution step) {
        var parameters = step.getJobExecution().getJobParameters();
        return new Progress.Step(step.getStepName(), RunParameters.period(parameters),
                RunParameters.attempt(parameters));
    }
}
