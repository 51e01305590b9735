package org.billinggroups.account;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.billinggroups.account.Declaration.DeclaredAccount;
import org.billinggroups.account.Declaration.DeclaredGroup;
import org.billinggroups.account.PlannedChange.Created;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/** Plans billing groups, and finds the one that is meant by an id or a name. */
final class GroupPlanner {
    private final PlanDraft draft;
    /** The ids of all groups as they will be, by account and name. */
    private final Map<AccountAndName, Set<String>> idsByName = new HashMap<>();

    private record AccountAndName(@Nullable String accountId, @Nullable String name) {
        static AccountAndName of(ObjectNode row) {
            return new AccountAndName(PlanDraft.text(row.get("account_id")), PlanDraft.text(row.get("name")));
        }
    }

    GroupPlanner(PlanDraft draft) {
        this.draft = draft;
        draft.all(PlanDraft.GROUP).forEach(row -> enter(row.path("id").asString(), row));
    }

    private void enter(String id, ObjectNode row) {
        idsByName.computeIfAbsent(AccountAndName.of(row), name -> new LinkedHashSet<>()).add(id);
    }

    private Set<String> idsOf(String accountId, String name) {
        return idsByName.getOrDefault(new AccountAndName(accountId, name), Set.of());
    }

    /** Lays the fields over the group, which may get another name or account by them. */
    void overlay(String id, String label, ObjectNode defaults, ObjectNode fields) {
        var present = draft.find(PlanDraft.GROUP, id);
        if (present != null) {
            idsByName.get(AccountAndName.of(present)).remove(id);
        }
        draft.overlay(PlanDraft.GROUP, id, label, defaults, fields);
        enter(id, draft.written(PlanDraft.GROUP).get(id));
    }

    void plan(DeclaredAccount account) {
        Set<String> names = new HashSet<>();
        for (var group : account.groups()) {
            if (group.id() == null && group.name() != null && !names.add(group.name())) {
                draft.problem(group.place(), "name", group.name(), "is declared twice; give the groups' ids");
            } else {
                plan(account.id(), group);
            }
        }
    }

    private void plan(String accountId, DeclaredGroup group) {
        var id = idOf(accountId, group);
        if (id.isEmpty()) {
            return;
        }
        var existing = draft.find(PlanDraft.GROUP, id.get());
        var owner = existing == null ? null : PlanDraft.text(existing.get("account_id"));
        if (owner != null && !owner.equals(accountId)) {
            draft.problem(group.place(), "id", id.get(), "the group belongs to account " + owner);
            return;
        }
        if (existing == null && group.name() == null) {
            draft.problem(group.place(), "name", "", "is missing");
        }
        var fields = group.fields().deepCopy();
        fields.put("account_id", accountId);
        if (group.name() != null) {
            fields.put("name", group.name());
        }
        var name = group.name() == null ? draft.nameOf(id.get()) : group.name();
        overlay(id.get(), "'" + name + "'", NewRows.group(id.get()), fields);
        requireOneCurrency(group, draft.written(PlanDraft.GROUP).get(id.get()));
        requireTerritoryOfCountry(group, draft.written(PlanDraft.GROUP).get(id.get()));
    }

    private void requireTerritoryOfCountry(DeclaredGroup group, ObjectNode row) {
        var territory = PlanDraft.text(row.get("tax_territory"));
        if (territory != null) {
            TaxTerritories.problem(territory, PlanDraft.text(row.get("country_code")))
                    .ifPresent(problem -> draft.problem(group.place(), "tax_territory", territory, problem));
        }
    }

    private Optional<String> idOf(String accountId, DeclaredGroup group) {
        if (group.id() != null) {
            return Optional.of(group.id().toString());
        }
        if (group.name() == null) {
            draft.problem(group.place(), "id", "", "expected an id or a name");
            return Optional.empty();
        }
        var same = idsOf(accountId, group.name());
        if (same.size() > 1) {
            draft.problem(group.place(), "name", group.name(),
                    "several groups of the account have this name; give the id");
            return Optional.empty();
        }
        return Optional.of(same.isEmpty() ? draft.newId().toString() : same.iterator().next());
    }

    /** Amounts that were agreed are in the group's currency: it cannot change without them. */
    private void requireOneCurrency(DeclaredGroup group, ObjectNode row) {
        var currency = row.path("currency").asString();
        var commitment = row.path("commitment").path("amount").asString(currency);
        var charges = row.path("extra_charges").values().stream()
                .map(charge -> charge.path("amount").asString(currency));
        var support = Stream.of("support_fixed", "support_minimum").map(key -> row.path(key).asString(currency));
        if (row.path("support_fixed").isString() && !"0".equals(row.path("support_percent").asString("0"))) {
            draft.problem(group.place(), "support_fixed", row.path("support_fixed").asString(),
                    "support is either fixed or a percentage: declare the other as 0 or empty");
        }
        if (!support.allMatch(amount -> amount.startsWith(currency)) || !commitment.startsWith(currency)
                || !charges.allMatch(amount -> amount.startsWith(currency))) {
            draft.problem(group.place(), "currency", currency,
                    "the group's support, commitment or extra charges have another currency; declare them as well");
        }
    }

    /** The id of the group of the account with that id or, if it is unique, that name. */
    Optional<String> find(String accountId, String reference) {
        var id = reference.toLowerCase(Locale.ROOT);
        var row = draft.find(PlanDraft.GROUP, id);
        if (row != null && accountId.equals(PlanDraft.text(row.get("account_id")))) {
            return Optional.of(id);
        }
        var ids = idsOf(accountId, reference);
        return ids.size() == 1 ? Optional.of(ids.iterator().next()) : Optional.empty();
    }

    /**
     * A new group for a project for which none is named.
     *
     * @param accountId its owner, or null
     * @param detailsFrom the group whose billing details it gets, or null
     */
    String addDefaultGroup(String projectId, @Nullable String accountId, @Nullable UUID detailsFrom) {
        var id = draft.newId().toString();
        var name = BillingGroup.defaultNameFor(projectId);
        var row = NewRows.group(id);
        if (detailsFrom != null) {
            var origin = Objects.requireNonNull(draft.find(PlanDraft.GROUP, detailsFrom.toString()));
            GroupFields.DETAILS.forEach(field -> row.set(field, origin.get(field)));
        }
        draft.written(PlanDraft.GROUP).put(id,
                row.put("name", name).put("account_id", accountId).put("default_for_project", projectId));
        enter(id, row);
        draft.changes().add(new Created(PlanDraft.GROUP, id, "'" + name + "'"));
        return id;
    }
}
