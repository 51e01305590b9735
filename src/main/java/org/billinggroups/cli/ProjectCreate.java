package org.billinggroups.cli;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Projects;
import org.billinggroups.job.ExitCode;
import org.billinggroups.usage.UsageProjects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing project create}. */
@ContextCommand
@Command(name = "create",
        description = "Creates a project, or all of a usage file, with default billing groups unless one is named.")
final class ProjectCreate implements Callable<Integer> {
    private final ChangeRequests requests;
    private final PlanExecution execution;
    private final Projects projects;
    private final Accounts accounts;
    private final BillingGroups groups;
    private final Output output;

    @Spec
    private CommandSpec spec;

    @Parameters(arity = "0..1", paramLabel = "ID", description = "The key that usage files name.")
    private @Nullable String id;

    @Option(names = "--from-usage", paramLabel = "FILE",
            description = "Instead of an ID: a usage file, of which all projects that do not exist are created; may be "
                    + "repeated.")
    private List<Path> usage = List.of();

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

    @Option(names = "--yes", description = "Do not ask where a project was deleted and leaves the group it was in.")
    private boolean yes;

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
        if ((id == null) == usage.isEmpty() || id == null && (name != null || origin != null || !tags.isEmpty())) {
            throw new ParameterException(spec.commandLine(), "give either an ID with its options, or --from-usage");
        }
        return id == null ? createFromUsage() : createOne(id);
    }

    private Integer createFromUsage() {
        var named = new UsageProjects();
        usage.forEach(file -> named.read(file.toAbsolutePath(), file.toString()));
        var joined = group == null ? null : groups.resolveLive(group);
        var accountId = account == null ? null : accounts.resolveLive(account).id();
        var names = named.names();
        return execution.whenHarmless(requests.createProjects(names, accountId, joined), yes, () -> {
            var all = projects.list(Optional.empty(), false).stream()
                    .filter(project -> names.containsKey(project.project().id())).toList();
            output.json(all.stream().map(ProjectCommands.ProjectJson::of).toList());
            output.line(all.size() + " projects of the usage exist");
            return ExitCode.DONE.code();
        });
    }

    private Integer createOne(String id) {
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
                requests.createProject(id, name, accountId, joined, sameGroup ? null : copiedGroup, tags), yes,
                () -> ProjectCommands.print(output, projects.resolve(id)));
    }
}
