package org.billinggroups.cli;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.billinggroups.account.Account;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.Projects;
import org.billinggroups.job.ExitCode;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing account}: customers. */
@Command(name = "account", description = "Creates, shows, renames and deletes accounts.", subcommands = {
        AccountCommands.Create.class, AccountCommands.Edit.class, AccountCommands.ListAll.class,
        AccountCommands.Show.class, AccountCommands.Delete.class })
final class AccountCommands {
    private record AccountJson(String id, String name, String seller, @Nullable Instant deletedAt) {
        static AccountJson of(Account account) {
            return new AccountJson(account.id(), account.name(), account.sellerId(), account.deletedAt());
        }
    }

    private static Integer print(Output output, Account account) {
        output.json(AccountJson.of(account));
        output.line(account.id() + "  " + account.name());
        return ExitCode.DONE.code();
    }

    @ContextCommand
    @Command(name = "create", description = "Creates an account.")
    static final class Create implements Callable<Integer> {
        private final ChangeRequests requests;
        private final PlanExecution execution;
        private final Accounts accounts;
        private final Output output;

        @Option(names = "--id", paramLabel = "ID", description = "Its id (default: a new UUID).")
        private @Nullable String id;

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its name.")
        private String name;

        Create(ChangeRequests requests, PlanExecution execution, Accounts accounts, Output output) {
            this.requests = requests;
            this.execution = execution;
            this.accounts = accounts;
            this.output = output;
        }

        @Override
        public Integer call() {
            var key = id == null ? UUID.randomUUID().toString() : id;
            return execution.whenHarmless(requests.createAccount(key, name), false,
                    () -> print(output, accounts.resolve(key)));
        }
    }

    @ContextCommand
    @Command(name = "edit", description = "Gives an account another name.")
    static final class Edit implements Callable<Integer> {
        private final ChangeRequests requests;
        private final PlanExecution execution;
        private final Accounts accounts;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.")
        private String id;

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its new name.")
        private String name;

        Edit(ChangeRequests requests, PlanExecution execution, Accounts accounts, Output output) {
            this.requests = requests;
            this.execution = execution;
            this.accounts = accounts;
            this.output = output;
        }

        @Override
        public Integer call() {
            var account = accounts.resolveLive(id);
            return execution.whenHarmless(requests.renameAccount(account, name), false,
                    () -> print(output, accounts.resolve(account.id())));
        }
    }

    @ContextCommand
    @Command(name = "list", description = "Lists the accounts.")
    static final class ListAll implements Callable<Integer> {
        private final Accounts accounts;
        private final Output output;

        @Option(names = "--all", description = "Also those that were deleted.")
        private boolean all;

        ListAll(Accounts accounts, Output output) {
            this.accounts = accounts;
            this.output = output;
        }

        @Override
        public Integer call() {
            var found = accounts.list(all);
            output.json(found.stream().map(AccountJson::of).toList());
            output.table(List.of("ID", "NAME", "DELETED"), found.stream().map(
                    account -> List.of(account.id(), account.name(), Output.text(account.deletedAt()))).toList());
            return ExitCode.DONE.code();
        }
    }

    @ContextCommand
    @Command(name = "show", description = "Shows an account with its billing groups and projects.")
    static final class Show implements Callable<Integer> {
        private final Accounts accounts;
        private final BillingGroups groups;
        private final Projects projects;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.")
        private String id;

        Show(Accounts accounts, BillingGroups groups, Projects projects, Output output) {
            this.accounts = accounts;
            this.groups = groups;
            this.projects = projects;
            this.output = output;
        }

        private record ShownJson(@JsonUnwrapped AccountJson account, List<NamedGroup> billingGroups,
                List<String> projects) {}

        @Override
        public Integer call() {
            var account = accounts.resolve(id);
            var owned = groups.list(Optional.of(account.id()), false);
            var associated = projects.list(Optional.of(account.id()), false);
            output.json(new ShownJson(AccountJson.of(account),
                    owned.stream().map(group -> new NamedGroup(group.id(), group.name())).toList(),
                    associated.stream().map(assigned -> assigned.project().id()).toList()));
            output.line("account  " + account.id() + (account.deletedAt() == null ? "" : "  (deleted)"));
            output.line("name     " + account.name());
            output.table(List.of("PROJECT", "BILLING GROUP"), associated.stream()
                    .map(assigned -> List.of(assigned.project().id(), assigned.groupName())).toList());
            output.table(List.of("BILLING GROUP", "NAME"),
                    owned.stream().map(group -> List.of(group.id().toString(), group.name())).toList());
            return ExitCode.DONE.code();
        }
    }

    @ContextCommand
    @Command(name = "delete", description = "Deletes an account that has neither projects nor billing groups.")
    static final class Delete implements Callable<Integer> {
        private final ChangeRequests requests;
        private final PlanExecution execution;
        private final Accounts accounts;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "Its id, or the beginning of it.")
        private String id;

        @Option(names = "--yes", description = "Do not ask.")
        private boolean yes;

        Delete(ChangeRequests requests, PlanExecution execution, Accounts accounts, Output output) {
            this.requests = requests;
            this.execution = execution;
            this.accounts = accounts;
            this.output = output;
        }

        @Override
        public Integer call() {
            var account = accounts.resolveLive(id);
            return execution.afterQuestion(requests.deleteAccount(account), yes, "Delete?",
                    () -> print(output, accounts.resolve(account.id())));
        }
    }
}
