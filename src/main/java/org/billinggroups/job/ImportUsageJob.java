package org.billinggroups.job;

import java.nio.file.Path;
import java.util.Objects;
import org.billinggroups.usage.ImportRequest;
import org.billinggroups.usage.UsageImport;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.job.Job;
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

/** The import job: one usage file in one step and one transaction, identified by the SHA-256 of its content. */
@Configuration(proxyBeanMethods = false)
class ImportUsageJob {
    private static final String SHA256 = "sha256";
    private static final String PATH = "path";
    private static final String FILE_NAME = "name";
    private static final String ACCEPT_VALID = "acceptValid";
    private static final String REJECTS = "rejects";

    static JobParameters parameters(ImportRequest request) {
        return new JobParametersBuilder()
                .addString(SHA256, request.sha256(), true)
                .addString(PATH, request.path().toString(), false)
                .addString(FILE_NAME, request.name(), false)
                .addString(ACCEPT_VALID, Boolean.toString(request.acceptValid()), false)
                .addString(REJECTS, request.rejects().toString(), false)
                .toJobParameters();
    }

    @Bean
    Job importUsage(JobRepository repository, PlatformTransactionManager transactions, UsageImport usageImport,
            StopSignal stop) {
        var step = new StepBuilder("importFile", repository)
                .tasklet((contribution, context) -> importFile(contribution.getStepExecution(), usageImport, stop),
                        transactions)
                .listener(stop)
                .build();
        return new JobBuilder("importUsage", repository).start(step).build();
    }

    private static RepeatStatus importFile(StepExecution step, UsageImport usageImport, StopSignal stop)
            throws Exception {
        var parameters = step.getJobExecution().getJobParameters();
        var request = new ImportRequest(Path.of(text(parameters, PATH)), text(parameters, FILE_NAME),
                text(parameters, SHA256),
                Boolean.parseBoolean(text(parameters, ACCEPT_VALID)), Path.of(text(parameters, REJECTS)));
        try {
            step.setWriteCount(usageImport.importFile(request, stop::isRequested).acceptedRows());
            return RepeatStatus.FINISHED;
        } catch (UsageImport.StoppedException e) {
            throw new JobInterruptedException("stopped while importing", BatchStatus.STOPPED);
        }
    }

    private static String text(JobParameters parameters, String name) {
        return Objects.requireNonNull(parameters.getString(name), name);
    }
}
