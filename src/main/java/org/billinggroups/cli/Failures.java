package org.billinggroups.cli;

import java.math.BigDecimal;
import java.nio.file.FileSystemException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.billinggroups.audit.DifferenceFoundException;
import org.billinggroups.database.DatabaseFailure;
import org.billinggroups.database.LockLostException;
import org.billinggroups.file.CellText;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.RefusedException;
import org.billinggroups.file.Unusable;
import org.billinggroups.job.AlreadyRunningException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.JobFailedException;
import org.billinggroups.job.JobStoppedException;
import org.billinggroups.job.RemoteFailureException;
import org.billinggroups.postgres.DatabaseRefusedException;
import org.billinggroups.postgres.DatabaseUnavailableException;
import org.billinggroups.stamp.StampFailedException;
import org.billinggroups.usage.RejectedRowsException;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationPropertiesBindException;
import org.springframework.boot.context.properties.bind.BindException;
import picocli.CommandLine.ParameterException;

/** What a failed command says, and which exit code each kind of failure has. */
final class Failures {
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
        CODES.put(DatabaseRefusedException.class, ExitCode.REFUSED);
        CODES.put(StampFailedException.class, ExitCode.FAILED);
        CODES.put(ResultsLostException.class, ExitCode.FAILED);
        CODES.put(ParameterException.class, ExitCode.USAGE);
    }

    /** What settings of a type look like. */
    private static final Map<Class<?>, String> WANTED = Map.of(int.class, "expected a whole number", long.class,
            "expected a whole number", BigDecimal.class, "expected a number such as 1.50", boolean.class,
            "expected true or false");

    private final Output output;
    private final List<String> arguments;
    private @Nullable DataSource database;

    /** @param arguments the command line */
    Failures(Output output, List<String> arguments) {
        this.output = output;
        this.arguments = arguments;
    }

    /** From now on this is the database that is asked why it takes no changes. */
    void ask(DataSource asked) {
        database = asked;
    }

    /** Tells the failure and gives its exit code; whatever is not foreseen counts as failed and resumable. */
    int exitCodeOf(Throwable thrown) {
        output.trace(thrown);
        if (DatabaseFailure.isReadOnly(thrown)) {
            return told(DatabaseFailure.ofReadOnly(database));
        }
        boolean judged = causes(thrown).anyMatch(cause -> cause instanceof DatabaseRefusedException
                || cause instanceof DatabaseUnavailableException);
        var failure = judged ? Optional.<DatabaseFailure>empty() : DatabaseFailure.of(thrown);
        return failure.isPresent() ? told(failure.get().withRole(database)) : told(thrown);
    }

    private int told(DatabaseFailure failure) {
        return told(failure.sentence(), failure.permanent() ? ExitCode.REFUSED : ExitCode.FAILED);
    }

    private int told(Throwable thrown) {
        var judged = causes(thrown).filter(cause -> codeOf(cause).isPresent()).findFirst();
        // What fails a job may be a file or folder of which no retry makes anything.
        if (judged.isEmpty() || judged.get() instanceof JobFailedException) {
            for (var cause : causes(thrown).toList()) {
                if (cause instanceof FileSystemException failure && Unusable.reason(failure).isPresent()) {
                    return told(Unusable.sentence(failure, Unusable.reason(failure).get()), ExitCode.REFUSED);
                }
            }
        }
        if (judged.isPresent()) {
            var code = codeOf(judged.get()).orElseThrow();
            return judged.get() instanceof ResultsLostException ? code.code() : told(said(judged.get()), code);
        }
        var root = causes(thrown).reduce((first, second) -> second).orElse(thrown);
        return told(DatabaseFailure.message(root) + (thrown instanceof Error ? "" : " (--verbose tells more)"),
                ExitCode.FAILED);
    }

    /** What may be resumed is told with the whole command that does. */
    private int told(String sentence, ExitCode code) {
        var again = code == ExitCode.FAILED || code == ExitCode.STOPPED
                ? GivenCommand.text(arguments).map(command -> "; run again to continue: '" + command + "'").orElse("")
                : "";
        output.error("billing: " + sentence + again);
        return code.code();
    }

    /** What a failure says; of a setting that cannot be used its name, value and what was expected. */
    private static String said(Throwable judged) {
        return causes(judged).filter(BindException.class::isInstance).map(BindException.class::cast).findFirst()
                .map(Failures::ofSetting).orElseGet(() -> String.valueOf(judged.getMessage()));
    }

    private static String ofSetting(BindException thrown) {
        var reason = DatabaseFailure.message(causes(thrown).reduce((first, second) -> second).orElseThrow());
        var property = thrown.getProperty();
        if (property == null) {
            return reason;
        }
        var type = thrown.getTarget().getType().toClass();
        var expected = WANTED.entrySet().stream().filter(known -> known.getKey().isAssignableFrom(type))
                .map(Map.Entry::getValue).findFirst().orElse(reason);
        return "setting " + thrown.getName() + " '" + CellText.shown(String.valueOf(property.getValue())) + "': "
                + expected;
    }

    private static Optional<ExitCode> codeOf(Throwable thrown) {
        var type = thrown instanceof RemoteFailureException remote ? remote.type() : thrown.getClass();
        return CODES.entrySet().stream().filter(known -> known.getKey().isAssignableFrom(type)).map(Map.Entry::getValue)
                .findFirst();
    }

    private static Stream<Throwable> causes(Throwable thrown) {
        return Stream.iterate(thrown, cause -> cause != null, Throwable::getCause);
    }
}
