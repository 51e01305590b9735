package org.billinggroups.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.account.ApplyFiles;
import org.billinggroups.account.ApplyPlan;
import org.billinggroups.account.PlannedChange;
import org.billinggroups.job.ExitCode;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing apply}: makes sellers, accounts, projects, groups and tax rates as files declare them. */
@ContextCommand
@Command(name = "apply",
        description = "Makes sellers, accounts, projects, billing groups and tax rates as declared in YAML files.")
final class ApplyCommand implements Callable<Integer> {
    private final ApplyFiles applyFiles;
    private final Output output;
    private final GlobalOptions global;
    private final Confirmation confirmation;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files;

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    ApplyCommand(ApplyFiles applyFiles, Output output, GlobalOptions global, Confirmation confirmation) {
        this.applyFiles = applyFiles;
        this.output = output;
        this.global = global;
        this.confirmation = confirmation;
    }

    @Override
    public Integer call() {
        var plan = applyFiles.plan(files);
        show(plan);
        if (dryRun || plan.isEmpty()) {
            return ExitCode.DONE.code();
        }
        if (!yes && (global.canAsk() || !plan.warnings().isEmpty()) && !confirmation.given("Apply these changes?")) {
            return ExitCode.USAGE.code();
        }
        applyFiles.execute(files, plan, global.actor);
        output.message(plan.changes().size() + " change(s) applied");
        return ExitCode.DONE.code();
    }

    private void show(ApplyPlan plan) {
        if (output.isJson()) {
            output.json(plan.changes());
        } else {
            plan.changes().stream().map(PlannedChange::describe).forEach(output::line);
            if (plan.isEmpty()) {
                output.line("nothing to change: everything is as declared");
            }
        }
    }
}
