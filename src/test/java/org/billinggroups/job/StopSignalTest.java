package org.billinggroups.job;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInstance;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.step.StepExecution;

class StopSignalTest {
    private final StopSignal stop = new StopSignal();
    private final JobExecution job = new JobExecution(1, new JobInstance(1, "job"), new JobParameters());

    @Test
    void stopsStepsThatRunOrComeAndForgetsThoseThatEnded() {
        var ended = new StepExecution(1, "ended", job);
        var running = new StepExecution(2, "running", job);
        var coming = new StepExecution(3, "coming", job);
        stop.beforeStep(ended);
        stop.beforeStep(running);
        stop.afterStep(ended);
        stop.request();
        stop.beforeStep(coming);
        assertThat(ended.isTerminateOnly()).isFalse();
        assertThat(running.isTerminateOnly()).isTrue();
        assertThat(coming.isTerminateOnly()).isTrue();
    }

    @Test
    void endsWhatBelongsToOthersWithoutStoppingItEvenIfAskedBeforeItBegan() {
        stop.leaveStepsAlone();
        assertThat(stop.isEnding()).isFalse();
        stop.request();
        assertThat(stop.isEnding()).isTrue();
        assertThat(stop.isRequested()).isFalse();

        var early = new StopSignal();
        early.request();
        early.leaveStepsAlone();
        assertThat(early.isEnding()).as("it takes nothing that it would have to stop").isTrue();
    }
}
