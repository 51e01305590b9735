package org.billinggroups.cli;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.BillingGroups.Event;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.job.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing group}: billing groups. */
@Command(name = "group", description = "Creates, edits, assigns, shows and deletes billing groups.", subcommands = {
        GroupCreate.class, GroupCommands.Edit.class, GroupCommands.ListAll.class, GroupCommands.Show.class,
        GroupAssign.class, GroupCommands.Events.class, GroupCommands.Delete.class })
final class GroupCommands {
    private GroupCommands() {}

    @ContextCommand
    @Command(name = "list", description = "Lists the billing groups.")
    static final class ListAll implements Callable<Integer> {
        private final BillingGroups groups;
        private final Accounts accounts;
        private final GroupView view;
        private final Output output;

        @Option(names = "--account", paramLabel = "ID", description = "Only those of this account.")
        private @Nullable String account;

        @Option(names = "--all", description = "Also those that were deleted.")
        private boolean all;

        ListAll(BillingGroups groups, Accounts accounts, GroupView view, Output output) {
            this.groups = groups;
            this.accounts = accounts;
            this.view = view;
            this.output = output;
        }

        @Override
        public Integer call() {
            var found = groups.list(Optional.ofNullable(account).map(id -> accounts.resolve(id).id()), all);
            if (output.isJson()) {
                output.json(found.stream().map(view::json).toList());
            }
            output.table(List.of("ID", "ACCOUNT", "CURRENCY", "NAME", "DELETED"), found.stream()
                    .map(group -> List.of(group.id().toString(), Output.text(group.accountId()),
                            group.details().currency().getCode(), group.name(), Output.text(group.deletedAt())))
                    .toList(), "DELETED", "CURRENCY", "ACCOUNT");
            return ExitCode.DONE.code();
        }
    }

    @ContextCommand
    @Command(name = "show", description = "Shows a billing group with its projects.")
    static final class Show implements Callable<Integer> {
        private final BillingGroups groups;
        private final GroupView view;

        @Parameters(paramLabel = "ID", description = "Its id, the beginning of it, or its name.")
        private String reference;

        Show(BillingGroups groups, GroupView view) {
            this.groups = groups;
            this.view = view;
        }

        @Override
        public Integer call() {
            return view.print(groups.resolve(reference));
        }
    }

    @ContextCommand
    @Command(name = "events", description = "Lists what happened to a billing group: when, who, old and new value.")
    static final class Events implements Callable<Integer> {
        private final BillingGroups groups;
        private final Output output;
        private final Map<String, String> names = new HashMap<>();

        @Parameters(paramLabel = "ID", description = "Its id, the beginning of it, or its name.")
        private String reference;

        Events(BillingGroups groups, Output output) {
            this.groups = groups;
            this.output = output;
        }

        @Override
        public Integer call() {
            var group = groups.resolve(reference);
            var events = groups.eventsOf(group.id());
            output.json(events);
            output.table(List.of("AT", "ACTOR", "LOGIN", "EVENT"), events.stream().map(event -> List.of(
                    event.at().toString(), event.actor(), Output.text(event.login()), told(event, group))).toList(),
                    "LOGIN");
            return ExitCode.DONE.code();
        }

        private String told(Event event, BillingGroup group) {
            if (event.subject().equals("project")) {
                boolean joined = group.id().toString().equals(event.newValue());
                var other = joined ? event.oldValue() : event.newValue();
                return "project " + event.subjectId() + (joined ? " joined" : " left")
                        + (other == null ? "" : (joined ? " from '" : " for '") + nameOf(other) + "'")
                        + (event.effectiveFrom() == null ? "" : ", since " + event.effectiveFrom());
            }
            return switch (event.field()) {
                case "created" -> "created " + event.newValue();
                case "deleted" -> "deleted";
                default -> event.field() + " " + value(event.oldValue()) + " -> " + value(event.newValue());
            };
        }

        private String nameOf(String groupId) {
            return names.computeIfAbsent(groupId,
                    id -> groups.find(UUID.fromString(id)).map(BillingGroup::name).orElse(id));
        }

        private static String value(@Nullable String value) {
            return value == null || value.isEmpty() ? "(none)" : "'" + value + "'";
        }
    }

    @ContextCommand
    @Command(name = "delete", description = "Deletes a billing group that no project is in; its invoices stay.")
    static final class Delete implements Callable<Integer> {
        private final ChangeRequests requests;
        private final PlanExecution execution;
        private final BillingGroups groups;
        private final GroupView view;

        @Parameters(paramLabel = "ID", description = "Its id, the beginning of it, or its name.")
        private String reference;

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        Delete(ChangeRequests requests, PlanExecution execution, BillingGroups groups, GroupView view) {
            this.requests = requests;
            this.execution = execution;
            this.groups = groups;
            this.view = view;
        }

        @Override
        public Integer call() {
            var group = groups.resolveLive(reference);
            return execution.afterQuestion(requests.deleteGroup(group), yes, "Delete?",
                    () -> view.print(groups.resolve(group.id().toString())));
        }
    }

    @ContextCommand
    @Command(name = "edit", description = "Changes fields of a billing group, and only those that are given. "
            + "An empty value clears one. Invoices of runs that have begun are not touched.")
    static final class Edit implements Callable<Integer> {
        private final ChangeRequests requests;
        private final PlanExecution execution;
        private final BillingGroups groups;
        private final GroupView view;

        @Spec
        private CommandSpec spec;

        @Parameters(paramLabel = "ID", description = "Its id, the beginning of it, or its name.")
        private String reference;

        @Mixin
        private GroupOptions options = new GroupOptions();

        Edit(ChangeRequests requests, PlanExecution execution, BillingGroups groups, GroupView view) {
            this.requests = requests;
            this.execution = execution;
            this.groups = groups;
            this.view = view;
        }

        @Override
        public Integer call() {
            if (options.given().isEmpty()) {
                throw new ParameterException(spec.commandLine(), "give at least one field to change");
            }
            var group = groups.resolveLive(reference);
            return execution.whenHarmless(requests.editGroup(group, options.given()), false,
                    () -> view.print(groups.resolve(group.id().toString())));
        }
    }
}
