package org.billinggroups.job;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.ExitStatus;
import org.springframework.batch.core.listener.StepExecutionListener;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.stereotype.Component;

/**
 * Asks running steps to stop at their next safe point. Each step is registered here while it runs; stopping marks them
 * to terminate, which ends them as stopped, never as failed.
 */
@Component
public class StopSignal implements StepExecutionListener {
    private final Set<StepExecution> running = ConcurrentHashMap.newKeySet();
    private volatile boolean requested;
    private volatile boolean leaving;
    private volatile boolean ended;

    StopSignal() {}

    /**
     * From now on this process only ends what it has begun: the steps that it works on belong to another one. If it was
     * asked to stop before, it begins nothing.
     */
    synchronized void leaveStepsAlone() {
        leaving = true;
        ended = requested;
    }

    /** Whether a process that leaves steps alone is to end. */
    boolean isEnding() {
        return ended;
    }

    /** Asks all running and coming steps to stop. */
    public synchronized void request() {
        if (leaving) {
            ended = true;
            return;
        }
        requested = true;
        running.forEach(StepExecution::setTerminateOnly);
    }

    /** Whether stopping was asked for. */
    public boolean isRequested() {
        return requested;
    }

    /** @throws JobStoppedException if stopping was asked for */
    public void requireGoingOn(String what) {
        if (requested) {
            throw JobStoppedException.withoutResult(what);
        }
    }

    @Override
    public void beforeStep(StepExecution step) {
        running.add(step);
        if (requested) {
            step.setTerminateOnly();
        }
    }

    @Override
    public @Nullable ExitStatus afterStep(StepExecution step) {
        running.remove(step);
        return null; // as it ended
    }
}
