package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Memberships;
import org.billinggroups.account.Memberships.Membership;
import org.billinggroups.account.Projects;
import org.billinggroups.account.Projects.Assigned;
import org.billinggroups.job.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing project}: what usage is recorded for. */
@Command(name = "project", description = "Creates, associates, tags, shows and deletes projects.", subcommands = {
        ProjectCreate.class, ProjectCommands.Associate.class, ProjectCommands.ListAll.class, ProjectCommands.Show.class,
        ProjectTag.class, ProjectCommands.Delete.class })
final class ProjectCommands {
    private ProjectCommands() {}

    record ProjectJson(String id, @Nullable String name, @Nullable String account, NamedGroup billingGroup,
            Map<String, String> tags, @Nullable Instant deletedAt) {
        static ProjectJson of(Assigned assigned) {
            var project = assigned.project();
            return new ProjectJson(project.id(), project.name(), project.accountId(),
                    new NamedGroup(assigned.groupId(), assigned.groupName()), project.tags(), assigned.deletedAt());
        }
    }

    static Integer print(Output output, Assigned assigned) {
        output.json(ProjectJson.of(assigned));
        printLines(output, assigned);
        return ExitCode.DONE.code();
    }

    private static void printLines(Output output, Assigned assigned) {
        var project = assigned.project();
        output.line("project        " + project.id() + (assigned.deletedAt() == null ? "" : "  (deleted)"));
        output.line("name           " + Output.text(project.name()));
        output.line("account        " + Output.text(project.accountId()));
        output.line("billing group  " + assigned.groupName() + " (" + assigned.groupId() + ")");
        project.tags().forEach((name, value) -> output.line("tag            " + name + "=" + value));
    }

    @ContextCommand
    @Command(name = "list", description = "Lists the projects.")
    static final class ListAll implements Callable<Integer> {
        private final Projects projects;
        private final Accounts accounts;
        private final Output output;

        @Option(names = "--account", paramLabel = "ID", description = "Only those of this account.")
        private @Nullable String account;

        @Option(names = "--all", description = "Also those that were deleted.")
        private boolean all;

        ListAll(Projects projects, Accounts accounts, Output output) {
            this.projects = projects;
            this.accounts = accounts;
            this.output = output;
        }

        @Override
        public Integer call() {
            var found = projects.list(Optional.ofNullable(account).map(id -> accounts.resolve(id).id()), all);
            output.json(found.stream().map(ProjectJson::of).toList());
            output.table(List.of("ID", "ACCOUNT", "BILLING GROUP", "DELETED"), found.stream()
                    .map(assigned -> List.of(assigned.project().id(), Output.text(assigned.project().accountId()),
                            assigned.groupName(), Output.text(assigned.deletedAt())))
                    .toList());
            return ExitCode.DONE.code();
        }
    }

    @ContextCommand
    @Command(name = "show", description = "Shows a project and the billing groups that it was in.")
    static final class Show implements Callable<Integer> {
        private final Projects projects;
        private final Memberships memberships;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.")
        private String id;

        Show(Projects projects, Memberships memberships, Output output) {
            this.projects = projects;
            this.memberships = memberships;
            this.output = output;
        }

        @Override
        public Integer call() {
            var project = projects.resolve(id);
            var history = memberships.of(project.project().id());
            output.json(new ShownJson(ProjectJson.of(project), history.stream().map(PastJson::of).toList()));
            printLines(output, project);
            output.table(List.of("FROM", "UNTIL", "BILLING GROUP"), history.stream()
                    .map(past -> List.of(past.from() == null ? "always" : past.from().toString(),
                            past.until() == null ? "now" : past.until().toString(),
                            past.groupName() + " (" + past.groupId() + ")"))
                    .toList());
            return ExitCode.DONE.code();
        }

        private record ShownJson(@JsonUnwrapped ProjectJson project, List<PastJson> history) {}

        private record PastJson(NamedGroup billingGroup, @Nullable Instant from, @Nullable Instant until) {
            static PastJson of(Membership past) {
                return new PastJson(new NamedGroup(past.groupId(), past.groupName()), past.from(), past.until());
            }
        }
    }

    @ContextCommand
    @Command(name = "delete",
            description = "Deletes a project. Its usage that is not invoiced yet still goes to the group "
                    + "that it is in.")
    static final class Delete implements Callable<Integer> {
        private final ChangeRequests requests;
        private final PlanExecution execution;
        private final Projects projects;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "The project.")
        private String id;

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        Delete(ChangeRequests requests, PlanExecution execution, Projects projects, Output output) {
            this.requests = requests;
            this.execution = execution;
            this.projects = projects;
            this.output = output;
        }

        @Override
        public Integer call() {
            var project = projects.resolveLive(id);
            return execution.afterQuestion(requests.deleteProject(project), yes, "Delete?",
                    () -> print(output, projects.resolve(project.project().id())));
        }
    }

    @ContextCommand
    @Command(name = "associate", description = "Associates a project with an account. One that leaves another account "
            + "leaves its billing group for a new default group, after a warning.")
    static final class Associate implements Callable<Integer> {
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

        Associate(ChangeRequests requests, PlanExecution execution, Projects projects, Accounts accounts,
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
                    () -> print(output, projects.resolve(project.project().id())));
        }
    }
}
