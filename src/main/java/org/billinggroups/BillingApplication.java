package org.billinggroups;

import java.time.Clock;
import org.billinggroups.cli.GracefulStop;
import org.billinggroups.cli.Program;
import org.billinggroups.cli.ResultStream;
import org.billinggroups.job.ExitCode;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.context.ConfigurationPropertiesAutoConfiguration;
import org.springframework.boot.autoconfigure.context.PropertyPlaceholderAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.batch.autoconfigure.BatchAutoConfiguration;
import org.springframework.boot.batch.jdbc.autoconfigure.BatchJdbcAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcClientAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcTemplateAutoConfiguration;
import org.springframework.boot.mail.autoconfigure.MailSenderAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionAutoConfiguration;
import org.springframework.boot.transaction.autoconfigure.TransactionManagerCustomizationAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;

/**
 * The program's entry: runs one command and exits with its code. Which parts of Spring Boot it has is listed, since to
 * try all that there are takes a tenth of a short command's time.
 */
@SpringBootConfiguration
@ComponentScan
@ImportAutoConfiguration({ ConfigurationPropertiesAutoConfiguration.class, PropertyPlaceholderAutoConfiguration.class,
        SslAutoConfiguration.class, DataSourceAutoConfiguration.class, JdbcTemplateAutoConfiguration.class,
        JdbcClientAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class,
        TransactionManagerCustomizationAutoConfiguration.class, TransactionAutoConfiguration.class,
        FlywayAutoConfiguration.class, BatchAutoConfiguration.class, BatchJdbcAutoConfiguration.class,
        MailSenderAutoConfiguration.class })
public class BillingApplication {
    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        GracefulStop.install();
        ResultStream.install();
        int code = ExitCode.FAILED.code();
        try {
            code = Program.run(BillingApplication.class, args);
        } catch (OutOfMemoryError e) {
            System.err.println("billing: " + e.getMessage());
        } finally {
            GracefulStop.finished(code);
        }
        System.exit(code);
    }

    @Bean
    static Clock clock() {
        return Clock.systemUTC();
    }
}
