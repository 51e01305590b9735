package org.billinggroups.cli;

import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Projects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing group assign}. */
@ContextCommand
@Command(name = "assign", description = "Assigns projects to a billing group of their account, all or none. "
        + "They leave the groups that they are in.")
final class GroupAssign implements Callable<Integer> {
    private final ChangeRequests requests;
    private final PlanExecution execution;
    private final BillingGroups groups;
    private final Projects projects;
    private final GroupView view;

    @Parameters(index = "0", paramLabel = "ID", description = "The group's id, the beginning of it, or its name.")
    private String reference;

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "PROJECT", description = "The projects.")
    private List<String> projectIds;

    @Option(names = "--from", paramLabel = "INSTANT", converter = InstantConverter.class,
            description = "Since when, such as 2026-10-15T00:00:00Z or 2026-10-15 (default: now). "
                    + "No period that it reaches back to may be invoiced yet.")
    private @Nullable Instant from;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    GroupAssign(ChangeRequests requests, PlanExecution execution, BillingGroups groups, Projects projects,
            GroupView view) {
        this.requests = requests;
        this.execution = execution;
        this.groups = groups;
        this.projects = projects;
        this.view = view;
    }

    @Override
    public Integer call() {
        var group = groups.resolveLive(reference);
        var ids = projectIds.stream().map(id -> projects.resolveLive(id).project().id()).toList();
        return execution.afterQuestion(requests.assign(group, ids, from), yes, "Assign?",
                () -> view.print(groups.resolve(group.id().toString())));
    }
}
