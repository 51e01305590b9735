package org.billinggroups.cli;

import java.util.concurrent.Callable;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Projects;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing project delete}. */
@ContextCommand
@Command(name = "delete",
        description = "Deletes a project. Its usage that is not invoiced yet still goes to the group that it is in.")
final class ProjectDelete implements Callable<Integer> {
    private final ChangeRequests requests;
    private final PlanExecution execution;
    private final Projects projects;
    private final Output output;

    @Parameters(paramLabel = "ID", description = "The project.")
    private String id;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    ProjectDelete(ChangeRequests requests, PlanExecution execution, Projects projects, Output output) {
        this.requests = requests;
        this.execution = execution;
        this.projects = projects;
        this.output = output;
    }

    @Override
    public Integer call() {
        var project = projects.resolveLive(id);
        return execution.afterQuestion(requests.deleteProject(project), yes, "Delete?",
                () -> ProjectCommands.print(output, projects.resolve(project.project().id())));
    }
}
