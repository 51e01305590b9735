package org.billinggroups.cli;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Callable;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.JobHistory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billing purge}: forgets old steps of jobs. */
@ContextCommand
@Command(name = "purge",
        description = "Forgets the steps and times of jobs that ended long ago. Invoices, usage and what "
                + "may still be resumed are left alone.")
final class PurgeCommand implements Callable<Integer> {
    private final JobHistory history;
    private final Output output;

    @Spec
    private CommandSpec spec;

    @Option(names = "--older-than", paramLabel = "DAYS", defaultValue = "90",
            description = "How many days ago they ended (default: ${DEFAULT-VALUE}).")
    private int days;

    PurgeCommand(JobHistory history, Output output) {
        this.history = history;
        this.output = output;
    }

    @Override
    public Integer call() {
        if (days < 0) {
            throw new ParameterException(spec.commandLine(), "--older-than: expected 0 or more");
        }
        int purged = history.purge(Duration.ofDays(days));
        output.json(Map.of("executions", purged));
        output.line(Output.count(purged, "execution") + " forgotten");
        return ExitCode.DONE.code();
    }
}
