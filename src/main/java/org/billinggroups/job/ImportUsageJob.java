package org.billinggroups.job;

import java.util.List;
import org.billinggroups.usage.ImportBatch;
import org.billinggroups.usage.UsageFile;
import org.billinggroups.usage.UsageImport;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.JobRegistry;
import org.springframework.batch.core.configuration.support.MapJobRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.JobExecution;
import org.springframework.batch.core.job.JobInterruptedException;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParameters;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.StepExecution;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;

/** The import job: usage files in one step and one transaction, identified by the SHA-256 of their content. */
@Configuration(proxyBeanMethods = false)
class ImportUsageJob {
    private static final String IDENTITY = "sha256";
    private static final String TIMES_IMPORTED = "timesVoided"; // as it was called when one had to be voided first
    /** In the step's context: what a replacement took back, and what came instead, a line each. */
    private static final String REPLACED = "replaced";

    /**
     * @param identity what the batch is known by
     * @param timesImported how often its files were imported before
     */
    static JobParameters parameters(String identity, long timesImported) {
        return new JobParametersBuilder().addString(IDENTITY, identity, true)
                .addLong(TIMES_IMPORTED, timesImported, true).toJobParameters();
    }

    /** What a replacement took back, and what came instead. */
    static List<String> replaced(JobExecution execution) {
        return execution.getStepExecutions().stream()
                .flatMap(step -> step.getExecutionContext().getString(REPLACED, "").lines()).toList();
    }

    /** Jobs are started as they are; Batch would collect all of them, with what an import never needs. */
    @Bean
    static JobRegistry jobRegistry() {
        return new MapJobRegistry();
    }

    @Bean
    Job importUsage(JobRepository repository, PlatformTransactionManager transactions, JobRequests requests,
            UsageImport usageImport, StopSignal stop) {
        var step = new StepBuilder("importFile", repository).tasklet((contribution, context) -> {
            var execution = contribution.getStepExecution();
            return importFiles(requests.of(execution, ImportBatch.class), execution, usageImport, stop);
        }, transactions).listener(stop).build();
        return new JobBuilder("importUsage", repository).start(step).build();
    }

    private static RepeatStatus importFiles(ImportBatch batch, StepExecution step, UsageImport usageImport,
            StopSignal stop) throws Exception {
        try {
            var imported = usageImport.importFiles(batch, stop::isRequested);
            step.setWriteCount(imported.files().stream().mapToLong(UsageFile::acceptedRows).sum());
            step.getExecutionContext().putString(REPLACED, String.join("\n", imported.replaced()));
            return RepeatStatus.FINISHED;
        } catch (UsageImport.StoppedException e) {
            throw new JobInterruptedException("stopped while importing", BatchStatus.STOPPED);
        }
    }
}
