package org.billinggroups;

import java.time.Clock;
import org.billinggroups.cli.GracefulStop;
import org.billinggroups.cli.Program;
import org.billinggroups.job.ExitCode;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.boot.context.properties.ConfigurationPropertiesScan;
import org.springframework.context.annotation.Bean;

/** The program's entry: runs one command and exits with its code. */
@SpringBootApplication
@ConfigurationPropertiesScan
public class BillingApplication {
    /** Runs the command that the arguments name. */
    public static void main(String[] args) {
        GracefulStop.install();
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
