package org.billinggroups.cli;

import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.billinggroups.database.DatabaseUnavailableException;
import org.billinggroups.database.LockLostException;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.job.AlreadyRunningException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.JobFailedException;
import org.billinggroups.job.JobStoppedException;
import org.billinggroups.ledger.DifferenceFoundException;
import org.billinggroups.period.RefusedException;
import org.billinggroups.usage.RejectedRowsException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import picocli.CommandLine.ParameterException;

/** What a failed command says, and which exit code each kind of failure has. */
final class Failures {
    private static final String NO_PERMISSION = "42501";
    private static final String NO_TABLE = "42P01";
    private static final Map<Class<? extends Throwable>, ExitCode> CODES = new LinkedHashMap<>();

    static {
        CODES.put(InvalidInputException.class, ExitCode.REFUSED);
        CODES.put(RejectedRowsException.class, ExitCode.REFUSED);
        CODES.put(RefusedException.class, ExitCode.REFUSED);
        CODES.put(ConfigurationPropertiesBindException.class, ExitCode.REFUSED);
        CODES.put(FlywayValidateException.class, ExitCode.REFUSED);
        CODES.put(DifferenceFoundException.class, ExitCode.DIFFERENCE);
        CODES.put(AlreadyRunningException.class, ExitCode.ALREADY_RUNNING);
        CODES.put(JobStoppedException.class, ExitCode.STOPPED);
        CODES.put(JobFailedException.class, ExitCode.FAILED);
        CODES.put(LockLostException.class, ExitCode.FAILED);
        CODES.put(DatabaseUnavailableException.class, ExitCode.FAILED);
        CODES.put(ParameterException.class, ExitCode.USAGE);
    }

    private final Output output;

    Failures(Output output) {
        this.output = output;
    }

    /** Tells the failure and gives its exit code; whatever is not foreseen counts as failed and resumable. */
    int exitCodeOf(Throwable thrown) {
        output.trace(thrown);
        if (isDatabaseLost(thrown)) {
            output.error("billing: the database is lost or cannot be reached (" + rootOf(thrown).getMessage()
                    + "); run again to go on");
            return ExitCode.FAILED.code();
        }
        if (hasState(thrown, NO_PERMISSION)) {
            output.error("billing: this database user may not do that (" + rootOf(thrown).getMessage() + ")");
            return ExitCode.REFUSED.code();
        }
        if (hasState(thrown, NO_TABLE)) {
            output.error("billing: the database is not set up (" + rootOf(thrown).getMessage()
                    + "); run a command as the owner of its schema first");
            return ExitCode.REFUSED.code();
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            for (var known : CODES.entrySet()) {
                if (known.getKey().isInstance(cause)) {
                    output.error("billing: " + cause.getMessage());
                    return known.getValue().code();
                }
            }
        }
        var root = rootOf(thrown);
        output.error("billing: " + (root.getMessage() == null ? root.getClass().getSimpleName() : root.getMessage())
                + (thrown instanceof Error ? "" : " (--verbose tells more)"));
        return ExitCode.FAILED.code();
    }

    private static Throwable rootOf(Throwable thrown) {
        var root = thrown;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }

    /** Whether a connection broke or could not be made: SQL states of class 08, and shutdowns (57P01 to 57P03). */
    private static boolean isDatabaseLost(Throwable thrown) {
        return hasState(thrown, "08") || hasState(thrown, "57P0");
    }

    private static boolean hasState(Throwable thrown, String beginning) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null
                    && sql.getSQLState().startsWith(beginning)) {
                return true;
            }
        }
        return false;
    }
}
