package org.billinggroups.account;

import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.billinggroups.account.MasterData.ProjectRow;

/** What files or a command would change: the changes to show, and what is needed to carry them out. */
public final class ChangePlan {
    private final List<PlannedChange> changes;
    private final Rows rows;
    private final Request request;
    private final List<UUID> newIds;
    private final List<String> remarks;

    ChangePlan(Request request, List<PlannedChange> changes, Rows rows, List<UUID> newIds, List<String> remarks) {
        this.request = request;
        this.changes = List.copyOf(changes);
        this.rows = rows;
        this.newIds = List.copyOf(newIds);
        this.remarks = List.copyOf(remarks);
    }

    /** What was asked for; planning it again shows whether something has changed meanwhile. */
    record Request(List<Declaration> declarations, boolean prune) {}

    /** The rows to write, by table. */
    record Rows(Collection<Seller> sellers, Collection<Account> accounts, Collection<BillingGroup> groups,
            Collection<ProjectRow> projects, Collection<TaxRate> taxRates) {}

    /** The changes in the order in which they are shown; empty when everything is as asked for. */
    public List<PlannedChange> changes() {
        return changes;
    }

    /** Whether nothing is to do. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The changes that take something from where it is, which want a confirmation. */
    public List<PlannedChange> warnings() {
        return changes.stream().filter(change -> change.warning().isPresent()).toList();
    }

    /** What whoever makes the changes should know, and need not confirm. */
    public List<String> remarks() {
        return remarks;
    }

    Rows rows() {
        return rows;
    }

    Request request() {
        return request;
    }

    /** The ids that planning has made, in their order. */
    List<UUID> newIds() {
        return newIds;
    }
}
