package org.billinggroups.job;

import org.billinggroups.database.DatabaseFailure;
import org.billinggroups.file.BillingException;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobExecutionException;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionOperations;

/**
 * Starts a job, or continues with it where an earlier process ended, however it ended.
 *
 * <p>The caller holds a lock that only one process can hold. So an execution that still says that it is running belongs
 * to a process that is dead, and may be marked as failed before the job is started again.
 */
@Component
record RestartableJobs(JobOperator operator, JobRepository repository, JdbcClient jdbc,
        TransactionOperations transaction, JobRequests requests) {
    /** Whether the job with these parameters is through. */
    boolean isComplete(Job job, JobParameters parameters) {
        var last = repository.getLastJobExecution(job.getName(), parameters);
        return last != null && last.getStatus() == BatchStatus.COMPLETED;
    }

    /**
     * Runs the job until it ends.
     *
     * @param request what it is asked for
     * @throws JobStoppedException if it was asked to stop
     * @throws RuntimeException the exception that failed it, if it is one of ours, else {@link JobFailedException}
     */
    JobExecution run(Job job, JobParameters parameters, Object request, String what) {
        requests.put(parameters, request);
        recoverDead(job, parameters);
        JobExecution execution;
        try {
            execution = operator.start(job, parameters);
        } catch (JobExecutionException e) {
            throw new JobFailedException(what + " could not be started: " + e.getMessage(), e);
        }
        if (execution.getStatus() == BatchStatus.COMPLETED) {
            return execution;
        }
        throw failure(execution, what);
    }

    /**
     * Marks as failed what still says that it is at work, or that its outcome is unknown. Business rows and state are
     * written in one transaction, so what was not noted as done was not done.
     */
    private void recoverDead(Job job, JobParameters parameters) {
        var instance = repository.getJobInstance(job.getName(), parameters);
        if (instance == null) {
            return;
        }
        var last = repository.getLastJobExecution(instance);
        if (last == null) {
            // Batch names a job and its first execution in two transactions: the process died between them.
            repository.deleteJobInstance(instance);
            return;
        }
        transaction.executeWithoutResult(status -> {
            markFailed("batch_step_execution", last.getId());
            markFailed("batch_job_execution", last.getId());
        });
    }

    private void markFailed(String table, long jobExecutionId) {
        jdbc.sql("UPDATE " + table + " SET status = 'FAILED', exit_code = 'FAILED', "
                + "end_time = coalesce(end_time, localtimestamp), version = version + 1 "
                + "WHERE job_execution_id = ? AND status IN ('UNKNOWN', 'STARTED', 'STARTING', 'STOPPING')")
                .param(jobExecutionId).update();
    }

    private static RuntimeException failure(JobExecution execution, String what) {
        var failures = execution.getAllFailureExceptions();
        for (var failure : failures) {
            var cause = rootOf(failure);
            if (cause instanceof BillingException own) {
                return own;
            }
        }
        if (execution.getStatus() == BatchStatus.STOPPED) {
            return JobStoppedException.resumable(what);
        }
        // That of a partitioned step says only that some partition failed.
        var failure = failures.stream().filter(cause -> !(cause instanceof JobExecutionException)).findFirst()
                .orElseGet(() -> failures.isEmpty()
                        ? new IllegalStateException(execution.getExitStatus().toString())
                        : failures.getFirst());
        return new JobFailedException(what + " failed: " + DatabaseFailure.message(rootOf(failure)), failure);
    }

    /** The first of our own exceptions among the causes, else the last cause. */
    static Throwable rootOf(Throwable thrown) {
        var current = thrown;
        while (current.getCause() != null && !(current instanceof BillingException)) {
            current = current.getCause();
        }
        return current;
    }
}
