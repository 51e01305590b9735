package org.billinggroups.cli;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.file.RefusedException;
import org.billinggroups.job.ExitCode;
import org.billinggroups.job.PartitionWorker;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code billing worker}: works on parts of runs that other processes started. */
@ContextCommand
@Command(name = "worker", description = "Works on parts of runs that are started with billing.workers=remote, "
        + "on this or another machine; ends when it is asked to.")
final class WorkerCommand implements Callable<Integer> {
    private static final int MOST_THREADS = 256;

    private final PartitionWorker worker;
    private final Output output;

    @Option(names = "--threads", paramLabel = "N",
            description = "How many parts at a time (default: as many as there are processors).")
    private @Nullable Integer threads;

    @Option(names = "--until-idle", paramLabel = "DURATION",
            description = "End when nothing was asked for so long, such as 30s or 10m.")
    private @Nullable String untilIdle;

    WorkerCommand(PartitionWorker worker, Output output) {
        this.worker = worker;
        this.output = output;
    }

    @Override
    public Integer call() throws InterruptedException {
        int count = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (count < 1 || count > MOST_THREADS) {
            throw new RefusedException("--threads " + count + ": expected 1 to " + MOST_THREADS);
        }
        int done = worker.run(count, Optional.ofNullable(untilIdle).map(WorkerCommand::duration), output::line);
        output.json(new Done(done));
        output.message(Output.count(done, "part") + " done");
        return ExitCode.DONE.code();
    }

    private record Done(int parts) {}

    private static Duration duration(String text) {
        try {
            return DurationStyle.SIMPLE.parse(text);
        } catch (IllegalArgumentException e) {
            throw new RefusedException("--until-idle '" + text + "': expected a time such as 30s or 10m");
        }
    }
}
