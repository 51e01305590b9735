package org.billinggroups.account;

import java.nio.file.Path;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Moved;
import org.billinggroups.period.RefusedException;
import org.springframework.stereotype.Service;
import org.springframework.transaction.support.TransactionOperations;

/** Makes sellers, accounts, groups, projects and tax rates what files declare. */
@Service
public class ApplyFiles {
    private final MasterData masterData;
    private final TransactionOperations transaction;
    private final Clock clock;

    ApplyFiles(MasterData masterData, TransactionOperations transaction, Clock clock) {
        this.masterData = masterData;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * What the files would change; nothing is written.
     *
     * @throws org.billinggroups.file.InvalidInputException if a file cannot be used
     */
    public ApplyPlan plan(List<Path> files) {
        var declarations = files.stream().map(ApplyFileReader::read).toList();
        return new ApplyPlanner(masterData.load(), UUID::randomUUID).plan(declarations);
    }

    /**
     * Carries the plan out, all of it or nothing.
     *
     * @throws RefusedException if what the plan starts from was changed meanwhile
     */
    public void execute(List<Path> files, ApplyPlan plan, String actor) {
        transaction.executeWithoutResult(status -> {
            masterData.lockForChange();
            var ids = plan.changes().stream().filter(change -> change instanceof Created created
                    && created.subject().equals("billing_group")).map(PlannedChange::id).toList();
            requireSame(plan, new ApplyPlanner(masterData.load(), new ReusedIds(ids)::next)
                    .plan(files.stream().map(ApplyFileReader::read).toList()));
            write(plan, actor);
        });
    }

    private static void requireSame(ApplyPlan shown, ApplyPlan now) {
        var shownLines = shown.changes().stream().map(PlannedChange::describe).toList();
        if (!shownLines.equals(now.changes().stream().map(PlannedChange::describe).toList())) {
            throw new RefusedException(
                    "somebody else changed accounts, groups or files meanwhile; nothing was written, "
                            + "run apply again to see the new plan");
        }
    }

    private void write(ApplyPlan plan, String actor) {
        var rows = plan.rows();
        masterData.writeSellers(FrozenJson.write(rows.sellers()));
        masterData.writeAccounts(FrozenJson.write(rows.accounts()));
        masterData.writeGroups(FrozenJson.write(rows.groups()));
        masterData.writeProjects(FrozenJson.write(rows.projects()));
        masterData.writeTaxRates(FrozenJson.write(rows.taxRates()));
        masterData.writeMoves(plan.changes().stream().filter(Moved.class::isInstance).map(Moved.class::cast).toList(),
                clock.instant());
        masterData.recordChanges(plan.changes(), actor);
    }

    /** Gives planning a second time the ids of the first, so that the plan is carried out as shown. */
    private static final class ReusedIds {
        private final Iterator<String> ids;

        ReusedIds(List<String> ids) {
            this.ids = ids.iterator();
        }

        UUID next() {
            return ids.hasNext() ? UUID.fromString(ids.next()) : UUID.randomUUID();
        }
    }
}
