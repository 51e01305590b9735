package org.billinggroups.account;

import java.util.Collection;
import java.util.List;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an apply file would change: the changes to show, and the rows to write.
 *
 * @param changes in the order in which they are told; empty when everything is as declared
 */
public record ApplyPlan(List<PlannedChange> changes, Rows rows) {

    /** The rows to write, by table. */
    record Rows(Collection<ObjectNode> sellers, Collection<ObjectNode> accounts, Collection<ObjectNode> groups,
            Collection<ObjectNode> projects, Collection<ObjectNode> taxRates) {}

    /** Whether nothing is to do. */
    public boolean isEmpty() {
        return changes.isEmpty();
    }

    /** The changes that take something from where it is, which want a confirmation. */
    public List<PlannedChange> warnings() {
        return changes.stream()
                .filter(change -> change instanceof PlannedChange.Moved moved && moved.oldGroupId() != null)
                .toList();
    }
}
