package org.billinggroups.cli;

import java.util.List;
import java.util.concurrent.Callable;
import org.billinggroups.account.Account;
import org.billinggroups.account.Accounts;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangePlan;
import org.billinggroups.account.ChangeRequests;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.Projects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code billing group create}: in one line, or in five moves on a terminal. */
@ContextCommand
@Command(name = "create", description = "Creates a billing group and assigns projects to it. "
        + "On a terminal it asks for what is not given.")
final class GroupCreate implements Callable<Integer> {
    private final ChangeRequests requests;
    private final PlanExecution execution;
    private final GroupQuestions questions;
    private final Accounts accounts;
    private final BillingGroups groups;
    private final Projects projects;
    private final GroupView view;

    @Spec
    private CommandSpec spec;

    @Option(names = "--account", paramLabel = "ID", description = "The account that owns it.")
    private @Nullable String account;

    @Mixin
    private GroupOptions options = new GroupOptions();

    @Option(names = "--copy-from", paramLabel = "GROUP",
            description = "A group whose billing details it gets; not what was agreed, such as a discount.")
    private @Nullable String copyFrom;

    @Option(names = "--project", paramLabel = "ID", description = "A project to assign; may be repeated.")
    private @Nullable List<String> projectIds;

    @Option(names = "--yes", description = "Do not ask.")
    private boolean yes;

    GroupCreate(ChangeRequests requests, PlanExecution execution, GroupQuestions questions, Accounts accounts,
            BillingGroups groups, Projects projects, GroupView view) {
        this.requests = requests;
        this.execution = execution;
        this.questions = questions;
        this.accounts = accounts;
        this.groups = groups;
        this.projects = projects;
        this.view = view;
    }

    @Override
    public Integer call() {
        execution.requireAllowed();
        var given = new GroupQuestions.Answers(account, options.given(), copyFrom, projectIds);
        var answers = yes ? given : questions.complete(given);
        questions.summarise(answers);
        var owner = owner(answers.account());
        if (!answers.fields().containsKey("name")) {
            throw new ParameterException(spec.commandLine(), "Missing required option: '--name=NAME'");
        }
        var origin = answers.copyFrom() == null ? null : groups.resolve(answers.copyFrom());
        var ids = answers.projects() == null
                ? List.<String>of()
                : answers.projects().stream().map(id -> projects.resolveLive(id).project().id()).toList();
        var plan = requests.createGroup(owner, answers.fields(), origin, ids);
        return execution.afterQuestion(plan, yes, ids.isEmpty() ? "Create?" : "Create & assign?",
                () -> view.print(groups.resolve(idOf(plan))));
    }

    private Account owner(@Nullable String reference) {
        if (reference != null) {
            return accounts.resolveLive(reference);
        }
        var all = accounts.list(false);
        if (all.size() == 1) {
            return all.getFirst();
        }
        throw new ParameterException(spec.commandLine(), "Missing required option: '--account=ID'");
    }

    private static String idOf(ChangePlan plan) {
        return plan.changes().stream().filter(Created.class::isInstance).map(Created.class::cast)
                .filter(created -> created.subject().equals("billing_group")).findFirst().orElseThrow().id();
    }
}
