package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import org.billinggroups.account.PlannedChange;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Deleted;
import org.billinggroups.account.PlannedChange.Moved;

/** A planned change as {@code --json} shows it. */
final class ChangeJson {
    private ChangeJson() {}

    static Map<String, Object> of(PlannedChange change) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("action", switch (change) {
            case Created created -> "create";
            case Changed changed -> "change";
            case Moved moved -> "move";
            case Deleted deleted -> "delete";
        });
        json.put("subject", change.subject());
        json.put("id", change.id());
        if (change instanceof Changed changed) {
            json.put("field", changed.field());
            json.put("old_value", changed.oldValue());
            json.put("new_value", changed.newValue());
        } else if (change instanceof Moved moved) {
            json.put("old_value", moved.oldGroupId());
            json.put("new_value", moved.newGroupId());
            json.put("from", moved.from() == null ? null : moved.from().toString());
        }
        json.put("warning", change.warning().orElse(null));
        return json;
    }
}
