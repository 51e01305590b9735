package org.billinggroups.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.billinggroups.job.EstimateLauncher;
import org.billinggroups.period.BillingPeriod;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing estimate}: what the invoices of the current period would be today. */
@ContextCommand
@Command(name = "estimate", description = "Estimates the invoices of a period that has not ended, in place of the "
        + "estimates before; nothing is issued or posted.")
final class EstimateCommand implements Callable<Integer> {
    private final EstimateLauncher launcher;
    private final Output output;
    private final GlobalOptions global;

    @Parameters(arity = "0..1", paramLabel = "PERIOD", converter = PeriodConverter.class,
            description = "The period, such as 2026-11 (default: the present one).")
    private @Nullable BillingPeriod period;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where estimates/<period> appears (default: out in the data folder).")
    private @Nullable Path out;

    EstimateCommand(EstimateLauncher launcher, Output output, GlobalOptions global) {
        this.launcher = launcher;
        this.output = output;
        this.global = global;
    }

    @Override
    public Integer call() {
        var folder = out == null ? global.dataDir.resolve("out") : out;
        var outcome = launcher.estimate(period == null ? launcher.present() : period,
                folder.toAbsolutePath().normalize());
        output.json(RunOutcomeJson.of(outcome, false));
        output.line(outcome.message());
        return outcome.code().code();
    }
}
