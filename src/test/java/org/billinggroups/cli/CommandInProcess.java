package org.billinggroups.cli;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.billinggroups.BillingApplication;
import org.billinggroups.database.TestDatabase;
import org.billinggroups.postgres.DatabaseLogin;

/** Runs commands as the program does, but in the test's own process, which is several times faster than a new one. */
public final class CommandInProcess {
    private CommandInProcess() {}

    /** How a command ended. */
    public record Ended(int exitCode, String out, String err) {}

    /** Runs a command where nobody can be asked. */
    public static Ended run(TestDatabase database, String... arguments) {
        return run(database.application(), "", "", arguments);
    }

    /** Runs a command as another user of the database. */
    public static Ended as(DatabaseLogin login, String... arguments) {
        return run(login, "", "", arguments);
    }

    /** Runs a command at a terminal, with the answers that are typed. */
    public static Ended answering(TestDatabase database, String answers, String... arguments) {
        return run(database.application(), "in,err", answers, arguments);
    }

    private static Ended run(DatabaseLogin login, String terminal, String input, String... arguments) {
        return run(Map.of("spring.datasource.url", login.jdbcUrl(), "spring.datasource.username",
                login.username(), "spring.datasource.password", login.password(),
                "spring.flyway.enabled", "false", GlobalOptions.TERMINAL_PROPERTY, terminal), input, arguments);
    }

    /** Runs a command with these settings and no others. */
    public static Ended run(Map<String, String> settings, String... arguments) {
        return run(settings, "", arguments);
    }

    private static Ended run(Map<String, String> settings, String input, String... arguments) {
        var out = new ByteArrayOutputStream();
        var err = new ByteArrayOutputStream();
        var systemOut = System.out;
        var systemErr = System.err;
        var systemIn = System.in;
        settings.forEach(System::setProperty);
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            int code = Program.run(BillingApplication.class, arguments);
            return new Ended(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        } finally {
            GracefulStop.finished(0);
            settings.keySet().forEach(System::clearProperty);
            System.setIn(systemIn);
            System.setOut(systemOut);
            System.setErr(systemErr);
        }
    }
}
