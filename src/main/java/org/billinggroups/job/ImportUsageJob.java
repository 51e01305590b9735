package org.billinggroups.job;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.billinggroups.usage.ImportBatch;
import org.billinggroups.usage.ImportRequest;
import org.billinggroups.usage.UsageFile;
import org.billinggroups.usage.UsageFormat;
import org.billinggroups.usage.UsageImport;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.core.BatchStatus;
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
import tools.jackson.databind.json.JsonMapper;

/** The import job: usage files in one step and one transaction, identified by the SHA-256 of their content. */
@Configuration(proxyBeanMethods = false)
class ImportUsageJob {
    private static final String IDENTITY = "sha256";
    private static final String TIMES_IMPORTED = "timesVoided"; // as it was called when one had to be voided first
    private static final String FILES = "files";
    private static final String SOURCE = "source";
    private static final String KNOWN = "known";
    private static final String ACTOR = "actor";
    private static final String COMMAND = "command";
    /** In the step's context: what a replacement took back, and what came instead, a line each. */
    private static final String REPLACED = "replaced";
    private static final JsonMapper JSON = JsonMapper.shared();

    /**
     * The parameters of an import.
     *
     * @param identity what the batch is known by
     * @param timesImported how often its files were imported before
     */
    static JobParameters parameters(ImportBatch batch, String identity, long timesImported) {
        var files = batch.files().stream().map(file -> Map.of("path", file.path().toString(), "name", file.name(),
                "sha256", file.sha256(), "acceptValid", file.acceptValid(), "rejects", file.rejects().toString(),
                "format", file.format() == null ? "" : file.format().name(), "byPriceList", file.byPriceList(),
                "chargesTax", file.chargesTax())).toList();
        return new JobParametersBuilder()
                .addString(IDENTITY, identity, true)
                .addLong(TIMES_IMPORTED, timesImported, true)
                .addString(FILES, JSON.writeValueAsString(files), false)
                .addString(SOURCE, batch.source() == null ? "" : batch.source(), false)
                .addString(KNOWN, batch.known().name(), false)
                .addString(ACTOR, batch.actor(), false)
                .addString(COMMAND, batch.command(), false)
                .toJobParameters();
    }

    /** What a replacement took back, and what came instead. */
    static List<String> replaced(JobExecution execution) {
        return execution.getStepExecutions().stream()
                .flatMap(step -> step.getExecutionContext().getString(REPLACED, "").lines()).toList();
    }

    private static ImportBatch batch(JobParameters parameters) {
        List<ImportRequest> files = new ArrayList<>();
        JSON.readTree(text(parameters, FILES)).forEach(file -> files.add(new ImportRequest(
                Path.of(file.path("path").asString()), file.path("name").asString(), file.path("sha256").asString(),
                file.path("acceptValid").asBoolean(), Path.of(file.path("rejects").asString()),
                format(file.path("format").asString("")), file.path("byPriceList").asBoolean(false),
                file.path("chargesTax").asBoolean(false))));
        var source = text(parameters, SOURCE);
        return new ImportBatch(files, source.isEmpty() ? null : source,
                ImportBatch.Known.valueOf(text(parameters, KNOWN)), text(parameters, ACTOR),
                text(parameters, COMMAND));
    }

    private static @Nullable UsageFormat format(String name) {
        return name.isEmpty() ? null : UsageFormat.valueOf(name);
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
        try {
            var imported = usageImport.importFiles(batch(step.getJobExecution().getJobParameters()), stop::isRequested);
            step.setWriteCount(imported.files().stream().mapToLong(UsageFile::acceptedRows).sum());
            step.getExecutionContext().putString(REPLACED, String.join("\n", imported.replaced()));
            return RepeatStatus.FINISHED;
        } catch (UsageImport.StoppedException e) {
            throw new JobInterruptedException("stopped while importing", BatchStatus.STOPPED);
        }
    }

    private static String text(JobParameters parameters, String name) {
        return Objects.requireNonNull(parameters.getString(name), name);
    }
}
