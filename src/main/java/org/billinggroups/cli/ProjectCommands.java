package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.Projects;
import org.billinggroups.account.Projects.Assigned;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing project}: what usage is recorded for. */
@Command(name = "project", description = "Creates, associates and shows projects.", subcommands = {
        ProjectCommands.Create.class, ProjectCommands.Associate.class, ProjectCommands.ListAll.class,
        ProjectCommands.Show.class })
final class ProjectCommands {

    private static Map<String, Object> json(Assigned assigned) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", assigned.project().id());
        json.put("name", assigned.project().name());
        json.put("account", assigned.project().accountId());
        json.put("billing_group", Map.of("id", assigned.groupId().toString(), "name", assigned.groupName()));
        json.put("tags", assigned.project().tags());
        return json;
    }

    private static Integer print(Output output, Assigned assigned) {
        if (output.isJson()) {
            output.json(json(assigned));
        } else {
            output.line("project        " + assigned.project().id());
            output.line("name           " + Output.text(assigned.project().name()));
            output.line("account        " + Output.text(assigned.project().accountId()));
            output.line("billing group  " + assigned.groupName() + " (" + assigned.groupId() + ")");
            assigned.project().tags().forEach((name, value) -> output.line("tag            " + name + "=" + value));
        }
        return ExitCode.DONE.code();
    }

    /** {@code billing project create}. */
    @ContextCommand
    @Command(name = "create", description = "Creates a project, with a default billing group unless one is named.")
    static final class Create implements Callable<Integer> {
        private final Projects projects;
        private final BillingGroups groups;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(paramLabel = "ID", description = "The key that usage files name.")
        private String id;

        @Option(names = "--account", paramLabel = "ID", description = "The account that owns it.")
        private @Nullable String account;

        @Option(names = "--billing-group", paramLabel = "GROUP",
                description = "Id or name of a billing group of the account.")
        private @Nullable String group;

        Create(Projects projects, BillingGroups groups, Output output, GlobalOptions global) {
            this.projects = projects;
            this.groups = groups;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            var groupId = Optional.ofNullable(group).map(groups::resolve).map(BillingGroup::id);
            return print(output, projects.create(id, Optional.ofNullable(account), groupId, global.actor));
        }
    }

    /** {@code billing project associate}. */
    @ContextCommand
    @Command(name = "associate", description = "Associates a project with an account.")
    static final class Associate implements Callable<Integer> {
        private final Projects projects;
        private final Output output;
        private final GlobalOptions global;

        @Parameters(paramLabel = "ID", description = "The project.")
        private String id;

        @Option(names = "--account", paramLabel = "ID", required = true, description = "The account.")
        private String account;

        Associate(Projects projects, Output output, GlobalOptions global) {
            this.projects = projects;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            return print(output, projects.associate(id, account, global.actor));
        }
    }

    /** {@code billing project list}. */
    @ContextCommand
    @Command(name = "list", description = "Lists the projects.")
    static final class ListAll implements Callable<Integer> {
        private final Projects projects;
        private final Output output;

        ListAll(Projects projects, Output output) {
            this.projects = projects;
            this.output = output;
        }

        @Override
        public Integer call() {
            if (output.isJson()) {
                output.json(projects.list().stream().map(ProjectCommands::json).toList());
            } else {
                output.table(List.of("ID", "ACCOUNT", "BILLING GROUP"), projects.list().stream()
                        .map(assigned -> List.of(assigned.project().id(), Output.text(assigned.project().accountId()),
                                assigned.groupName()))
                        .toList());
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing project show}. */
    @ContextCommand
    @Command(name = "show", description = "Shows a project.")
    static final class Show implements Callable<Integer> {
        private final Projects projects;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "The project.")
        private String id;

        Show(Projects projects, Output output) {
            this.projects = projects;
            this.output = output;
        }

        @Override
        public Integer call() {
            return print(output,
                    projects.find(id).orElseThrow(() -> new RefusedException("there is no project '" + id + "'")));
        }
    }
}
