package org.billinggroups.cli;

import java.util.Map;
import java.util.concurrent.Callable;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Projects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing project create}. */
@ContextCommand
@Command(name = "create", description = "Creates a project, with a default billing group unless one is named.")
final class ProjectCreate implements Callable<Integer> {
    private final ChangeRequests requests;
    private final PlanExecution execution;
    private final Projects projects;
    private final Accounts accounts;
    private final BillingGroups groups;
    private final Output output;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ID", description = "The key that usage files name.")
    private String id;

    @Option(names = "--name", paramLabel = "NAME", description = "Its name.")
    private @Nullable String name;

    @Option(names = "--account", paramLabel = "ID", description = "The account that owns it.")
    private @Nullable String account;

    @Option(names = "--billing-group", paramLabel = "GROUP",
            description = "Id or name of a billing group of the account.")
    private @Nullable String group;

    @Option(names = "--copy-from-project", paramLabel = "ID",
            description = "A project whose account it gets, and a copy of whose billing details its default group.")
    private @Nullable String origin;

    @Option(names = "--same-group",
            description = "With --copy-from-project: it joins the same billing group instead of a copy.")
    private boolean sameGroup;

    @Option(names = "--tag", paramLabel = "NAME=VALUE", description = "A tag; may be repeated.")
    private Map<String, String> tags = Map.of();

    ProjectCreate(ChangeRequests requests, PlanExecution execution, Projects projects, Accounts accounts,
            BillingGroups groups, Output output) {
        this.requests = requests;
        this.execution = execution;
        this.projects = projects;
        this.accounts = accounts;
        this.groups = groups;
        this.output = output;
    }

    @Override
    public Integer call() {
        if (sameGroup && origin == null || origin != null && group != null) {
            throw new ParameterException(spec.commandLine(), origin == null
                    ? "--same-group needs --copy-from-project"
                    : "give either --billing-group or --copy-from-project");
        }
        var copied = origin == null ? null : projects.resolveLive(origin);
        var accountId = account != null
                ? accounts.resolveLive(account).id()
                : copied == null ? null : copied.project().accountId();
        BillingGroup copiedGroup = copied == null ? null : groups.resolve(copied.groupId().toString());
        var joined = group != null ? groups.resolveLive(group) : sameGroup ? copiedGroup : null;
        return execution.whenHarmless(
                requests.createProject(id, name, accountId, joined, sameGroup ? null : copiedGroup, tags), false,
                () -> ProjectCommands.print(output, projects.resolve(id)));
    }
}
