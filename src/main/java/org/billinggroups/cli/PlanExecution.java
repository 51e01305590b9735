package org.billinggroups.cli;

import java.util.function.Supplier;
import org.billinggroups.account.ChangePlan;
import org.billinggroups.account.Changes;
import org.billinggroups.account.PlannedChange;
import org.billinggroups.job.ExitCode;
import org.springframework.stereotype.Component;

/** Shows what a command would change, asks if need be, and carries it out. */
@Component
record PlanExecution(Changes changes, Output output, Terminal terminal, GlobalOptions global) {
    /** Fails at once if this login may not carry out what it is about to answer questions for. */
    void requireAllowed() {
        changes.requireAllowed();
    }

    /** Asks only if something leaves its place. */
    int whenHarmless(ChangePlan plan, boolean yes, Supplier<Integer> result) {
        return afterQuestion(plan, yes || plan.warnings().isEmpty(), "Continue?", result);
    }

    int afterQuestion(ChangePlan plan, boolean yes, String question, Supplier<Integer> result) {
        if (plan.isEmpty()) {
            output.message("nothing to change");
            return result.get();
        }
        requireAllowed();
        var lines = plan.changes().stream().map(PlannedChange::describe).toList();
        if (yes) {
            lines.forEach(output::message);
        } else {
            lines.forEach(output::error);
            if (!terminal.confirms(question)) {
                return ExitCode.USAGE.code();
            }
        }
        changes.execute(plan, global.actor);
        return result.get();
    }
}
