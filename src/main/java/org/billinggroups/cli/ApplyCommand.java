package org.billinggroups.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.account.ApplyFiles;
import org.billinggroups.account.ChangePlan;
import org.billinggroups.account.Changes;
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
    private final Changes changes;
    private final Output output;
    private final GlobalOptions global;
    private final Terminal terminal;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "The files.")
    private List<Path> files;

    @Option(names = "--dry-run", description = "Only show what would change.")
    private boolean dryRun;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    @Option(names = "--prune", description = "Delete accounts, projects and empty groups that the files leave out; "
            + "tax rates too, if they declare any.")
    private boolean prune;

    ApplyCommand(ApplyFiles applyFiles, Changes changes, Output output, GlobalOptions global, Terminal terminal) {
        this.applyFiles = applyFiles;
        this.changes = changes;
        this.output = output;
        this.global = global;
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        var plan = applyFiles.plan(files, prune);
        if (!dryRun && !plan.isEmpty()) {
            changes.requireAllowed();
        }
        show(plan);
        plan.remarks().forEach(remark -> output.error("billing: warning: " + remark));
        if (dryRun || plan.isEmpty()) {
            return ExitCode.DONE.code();
        }
        if (!yes && (terminal.canAsk() || !plan.warnings().isEmpty()) && !terminal.confirms("Apply these changes?")) {
            return ExitCode.USAGE.code();
        }
        changes.execute(plan, global.actor);
        output.message(Output.count(plan.changes().size(), "change") + " applied");
        return ExitCode.DONE.code();
    }

    private void show(ChangePlan plan) {
        output.json(plan.changes().stream().map(ChangeJson::of).toList());
        plan.changes().stream().map(PlannedChange::describe).forEach(output::line);
        if (plan.isEmpty()) {
            output.line("nothing to change: everything is as declared");
        }
    }
}
