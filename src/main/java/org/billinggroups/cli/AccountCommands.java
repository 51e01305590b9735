package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.billinggroups.account.Account;
import org.billinggroups.account.Accounts;
import org.billinggroups.job.ExitCode;
import org.billinggroups.period.RefusedException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code billing account}: customers. */
@Command(name = "account", description = "Creates and shows accounts.", subcommands = {
        AccountCommands.Create.class, AccountCommands.ListAll.class, AccountCommands.Show.class })
final class AccountCommands {

    private static Map<String, Object> json(Account account) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("id", account.id());
        json.put("name", account.name());
        json.put("seller", account.sellerId());
        return json;
    }

    private static Integer print(Output output, Account account) {
        if (output.isJson()) {
            output.json(json(account));
        } else {
            output.line(account.id() + "  " + account.name());
        }
        return ExitCode.DONE.code();
    }

    /** {@code billing account create}. */
    @ContextCommand
    @Command(name = "create", description = "Creates an account.")
    static final class Create implements Callable<Integer> {
        private final Accounts accounts;
        private final Output output;
        private final GlobalOptions global;

        @Option(names = "--id", paramLabel = "ID", description = "Its id (default: a new UUID).")
        private @Nullable String id;

        @Option(names = "--name", paramLabel = "NAME", required = true, description = "Its name.")
        private String name;

        Create(Accounts accounts, Output output, GlobalOptions global) {
            this.accounts = accounts;
            this.output = output;
            this.global = global;
        }

        @Override
        public Integer call() {
            return print(output, accounts.create(Optional.ofNullable(id), name, global.actor));
        }
    }

    /** {@code billing account list}. */
    @ContextCommand
    @Command(name = "list", description = "Lists the accounts.")
    static final class ListAll implements Callable<Integer> {
        private final Accounts accounts;
        private final Output output;

        ListAll(Accounts accounts, Output output) {
            this.accounts = accounts;
            this.output = output;
        }

        @Override
        public Integer call() {
            if (output.isJson()) {
                output.json(accounts.list().stream().map(AccountCommands::json).toList());
            } else {
                output.table(List.of("ID", "NAME"),
                        accounts.list().stream().map(account -> List.of(account.id(), account.name())).toList());
            }
            return ExitCode.DONE.code();
        }
    }

    /** {@code billing account show}. */
    @ContextCommand
    @Command(name = "show", description = "Shows an account.")
    static final class Show implements Callable<Integer> {
        private final Accounts accounts;
        private final Output output;

        @Parameters(paramLabel = "ID", description = "Its id.")
        private String id;

        Show(Accounts accounts, Output output) {
            this.accounts = accounts;
            this.output = output;
        }

        @Override
        public Integer call() {
            return print(output,
                    accounts.find(id).orElseThrow(() -> new RefusedException("there is no account '" + id + "'")));
        }
    }
}
