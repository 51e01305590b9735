package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.account.Accounts;
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
        ProjectCreate.class, ProjectAssociate.class, ProjectCommands.ListAll.class, ProjectCommands.Show.class,
        ProjectTag.class, ProjectDelete.class })
final class ProjectCommands {
    private ProjectCommands() {}

    static Map<String, Object> json(Assigned assigned) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", assigned.project().id());
        json.put("name", assigned.project().name());
        json.put("account", assigned.project().accountId());
        json.put("billing_group", Map.of("id", assigned.groupId().toString(), "name", assigned.groupName()));
        json.put("tags", assigned.project().tags());
        json.put("deleted_at", assigned.deletedAt() == null ? null : assigned.deletedAt().toString());
        return json;
    }

    static Integer print(Output output, Assigned assigned) {
        if (output.isJson()) {
            output.json(json(assigned));
        } else {
            output.line("project        " + assigned.project().id() + (assigned.deletedAt() == null
                    ? ""
                    : "  (deleted)"));
            output.line("name           " + Output.text(assigned.project().name()));
            output.line("account        " + Output.text(assigned.project().accountId()));
            output.line("billing group  " + assigned.groupName() + " (" + assigned.groupId() + ")");
            assigned.project().tags().forEach((name, value) -> output.line("tag            " + name + "=" + value));
        }
        return ExitCode.DONE.code();
    }

    /** {@code billing project list}. */
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
            if (output.isJson()) {
                output.json(found.stream().map(ProjectCommands::json).toList());
            } else {
                output.table(List.of("ID", "ACCOUNT", "BILLING GROUP", "DELETED"), found.stream()
                        .map(assigned -> List.of(assigned.project().id(), Output.text(assigned.project().accountId()),
                                assigned.groupName(), Output.text(assigned.deletedAt())))
                        .toList());
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing project show}. */
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
            if (output.isJson()) {
                var json = ProjectCommands.json(project);
                json.put("history", history.stream().map(Show::past).toList());
                output.json(json);
                return ExitCode.DONE.code();
            }
            print(output, project);
            output.table(List.of("FROM", "UNTIL", "BILLING GROUP"), history.stream()
                    .map(past -> List.of(past.from() == null ? "always" : past.from().toString(),
                            past.until() == null ? "now" : past.until().toString(),
                            past.groupName() + " (" + past.groupId() + ")"))
                    .toList());
            return ExitCode.DONE.code();
        }

        private static Map<String, Object> past(Membership past) {
            Map<String, Object> json = new LinkedHashMap<>();
            json.put("billing_group", Map.of("id", past.groupId().toString(), "name", past.groupName()));
            json.put("from", past.from() == null ? null : past.from().toString());
            json.put("until", past.until() == null ? null : past.until().toString());
            return json;
        }
    }
}
