package org.billinggroups.cli;

import java.util.concurrent.Callable;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.ChangeRequests;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code billing group edit}. */
@ContextCommand
@Command(name = "edit", description = "Changes fields of a billing group, and only those that are given. "
        + "An empty value clears one. Invoices of runs that have begun are not touched.")
final class GroupEdit implements Callable<Integer> {
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

    GroupEdit(ChangeRequests requests, PlanExecution execution, BillingGroups groups, GroupView view) {
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
