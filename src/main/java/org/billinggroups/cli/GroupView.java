package org.billinggroups.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.billinggroups.account.BillingGroup;
import org.billinggroups.account.BillingGroups;
import org.billinggroups.account.GroupField;
import org.billinggroups.job.ExitCode;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** A billing group as commands show it. */
@Component
record GroupView(BillingGroups groups, Output output) {
    Integer print(BillingGroup group) {
        var json = json(group);
        if (output.isJson()) {
            output.json(json);
        } else {
            json.values().removeIf(value -> value == null || value instanceof List<?> list && list.isEmpty());
            json.forEach((name, value) -> output
                    .line("%-24s%s".formatted(name.replace('_', ' '), shown(value)).stripTrailing()));
        }
        return ExitCode.DONE.code();
    }

    Map<String, @Nullable Object> json(BillingGroup group) {
        Map<String, @Nullable Object> json = new LinkedHashMap<>();
        json.put("id", group.id().toString());
        json.put("name", group.name());
        json.put("account", group.accountId());
        for (var field : GroupField.values()) {
            json.put(field.key(), field.shown(group));
        }
        json.put("missing_for_invoice", group.details().missingForInvoice());
        json.put("projects", groups.projectsOf(group.id()));
        json.put("deleted_at", group.deletedAt() == null ? null : group.deletedAt().toString());
        return json;
    }

    private static String shown(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> String.join(", ", list.stream().map(GroupView::shown).toList());
            case Map<?, ?> map -> String.join(" ", map.entrySet().stream().filter(entry -> entry.getValue() != null)
                    .map(entry -> entry.getKey() + " " + entry.getValue()).toList());
            case null, default -> Output.text(value);
        };
    }
}
