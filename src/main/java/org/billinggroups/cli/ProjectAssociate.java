package org.billinggroups.cli;

import java.util.concurrent.Callable;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Projects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing project associate}. */
@ContextCommand
@Command(name = "associate", description = "Associates a project with an account. One that leaves another account "
        + "leaves its billing group for a new default group, after a warning.")
final class ProjectAssociate implements Callable<Integer> {
    private final ChangeRequests requests;
    private final PlanExecution execution;
    private final Projects projects;
    private final Accounts accounts;
    private final Output output;

    @Parameters(paramLabel = "ID", description = "The project.")
    private String id;

    @Option(names = "--account", paramLabel = "ID", required = true, description = "The account.")
    private String account;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    ProjectAssociate(ChangeRequests requests, PlanExecution execution, Projects projects, Accounts accounts,
            Output output) {
        this.requests = requests;
        this.execution = execution;
        this.projects = projects;
        this.accounts = accounts;
        this.output = output;
    }

    @Override
    public Integer call() {
        var project = projects.resolveLive(id);
        return execution.whenHarmless(requests.associate(project, accounts.resolveLive(account)), yes,
                () -> ProjectCommands.print(output, projects.resolve(project.project().id())));
    }
}
