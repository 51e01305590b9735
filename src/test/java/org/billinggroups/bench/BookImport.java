package org.billinggroups.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import javax.sql.DataSource;
import org.springframework.batch.core.BatchStatus;
import org.springframework.batch.core.configuration.annotation.EnableBatchProcessing;
import org.springframework.batch.core.configuration.annotation.EnableJdbcJobRepository;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.job.parameters.JobParametersBuilder;
import org.springframework.batch.core.launch.JobOperator;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.item.database.builder.JdbcBatchItemWriterBuilder;
import org.springframework.batch.infrastructure.item.file.builder.FlatFileItemReaderBuilder;
import org.springframework.batch.infrastructure.item.file.transform.FieldSet;
import org.springframework.boot.logging.LogLevel;
import org.springframework.boot.logging.LoggingSystem;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.io.FileSystemResource;
import org.springframework.jdbc.datasource.init.ResourceDatabasePopulator;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The import as the guide of Spring Batch teaches it: a reader of lines, a record for each, a writer that inserts them
 * in batches of a chunk, and the job repository in the database. Prints how many seconds its step took. It is no
 * component, so that the program's own scan does not find it in tests.
 */
@EnableBatchProcessing
@EnableJdbcJobRepository
class BookImport {
    private static final int CHUNK = 1000;
    private static final String[] COLUMNS = { "usageId", "project", "service", "sku", "quantity", "unit", "startedAt",
            "endedAt" };

    record Usage(
            String usageId, String project, String service, String sku, BigDecimal quantity, String unit,
            OffsetDateTime startedAt, OffsetDateTime endedAt) {}

    /** Arguments: the file, the address of the database and the user; his password is in the environment. */
    public static void main(String[] arguments) throws Exception {
        System.setProperty("bench.file", arguments[0]);
        System.setProperty("bench.url", arguments[1]);
        System.setProperty("bench.user", arguments[2]);
        LoggingSystem.get(BookImport.class.getClassLoader()).setLogLevel(LoggingSystem.ROOT_LOGGER_NAME, LogLevel.WARN);
        try (var context = new AnnotationConfigApplicationContext(BookImport.class)) {
            var parameters = new JobParametersBuilder().addString("file", arguments[0]).toJobParameters();
            var execution = context.getBean(JobOperator.class).start(context.getBean(Job.class), parameters);
            if (execution.getStatus() != BatchStatus.COMPLETED) {
                throw new IllegalStateException(execution.toString());
            }
            var step = execution.getStepExecutions().iterator().next();
            System.out.println(Duration.between(step.getStartTime(), step.getEndTime()).toNanos() / 1e9);
        }
    }

    @Bean
    HikariDataSource dataSource() throws SQLException {
        var settings = new HikariConfig();
        settings.setJdbcUrl(System.getProperty("bench.url"));
        settings.setUsername(System.getProperty("bench.user"));
        settings.setPassword(System.getenv("BENCH_PASSWORD"));
        settings.addDataSourceProperty("reWriteBatchedInserts", "true");
        var dataSource = new HikariDataSource(settings);
        new ResourceDatabasePopulator(new ClassPathResource("org/springframework/batch/core/schema-postgresql.sql"))
                .execute(dataSource);
        return dataSource;
    }

    @Bean
    JdbcTransactionManager transactionManager(DataSource dataSource) {
        return new JdbcTransactionManager(dataSource);
    }

    @Bean
    Job job(JobRepository repository, JdbcTransactionManager transactionManager, DataSource dataSource) {
        var reader = new FlatFileItemReaderBuilder<Usage>().name("usage")
                .resource(new FileSystemResource(Path.of(System.getProperty("bench.file")))).linesToSkip(1).delimited()
                .names(COLUMNS).fieldSetMapper(BookImport::usage).build();
        var writer = new JdbcBatchItemWriterBuilder<Usage>().dataSource(dataSource).sql("""
                INSERT INTO usage (usage_id, project, service, sku, quantity, unit, started_at, ended_at)
                VALUES (:usageId, :project, :service, :sku, :quantity, :unit, :startedAt, :endedAt)
                """).beanMapped().build();
        writer.afterPropertiesSet();
        var step = new StepBuilder("importUsage", repository).<Usage, Usage>chunk(CHUNK)
                .transactionManager(transactionManager).reader(reader).writer(writer).build();
        return new JobBuilder("bookImport", repository).start(step).build();
    }

    private static Usage usage(FieldSet fields) {
        return new Usage(fields.readString("usageId"), fields.readString("project"), fields.readString("service"),
                fields.readString("sku"), fields.readBigDecimal("quantity"), fields.readString("unit"),
                OffsetDateTime.parse(fields.readString("startedAt")),
                OffsetDateTime.parse(fields.readString("endedAt")));
    }
}
