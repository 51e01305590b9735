package org.billinggroups.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.billinggroups.account.Declaration.DeclaredAccount;
import org.billinggroups.account.Declaration.DeclaredGroup;
import org.billinggroups.account.Declaration.DeclaredProject;
import org.billinggroups.account.Declaration.DeclaredSeller;
import org.billinggroups.account.MasterData.Snapshot;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Moved;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InvalidInputException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Compares a declaration with what is there. One planner makes one plan. */
final class ApplyPlanner {
    private final Snapshot present;
    private final Supplier<UUID> newIds;
    private final List<InputProblem> problems = new ArrayList<>();
    private final List<PlannedChange> changes = new ArrayList<>();
    private final Map<String, ObjectNode> sellers = new LinkedHashMap<>();
    private final Map<String, ObjectNode> accounts = new LinkedHashMap<>();
    private final Map<String, ObjectNode> groups = new LinkedHashMap<>();
    private final Map<String, ObjectNode> projects = new LinkedHashMap<>();
    private final Map<String, ObjectNode> taxRates = new LinkedHashMap<>();

    ApplyPlanner(Snapshot present, Supplier<UUID> newIds) {
        this.present = present;
        this.newIds = newIds;
    }

    ApplyPlan plan(List<Declaration> declarations) {
        for (var declaration : declarations) {
            if (declaration.seller() != null) {
                planSeller(declaration.seller());
            }
            declaration.accounts().forEach(this::planAccount);
            declaration.taxRates().forEach(this::planTaxRate);
        }
        if (!problems.isEmpty()) {
            throw new InvalidInputException(problems);
        }
        return new ApplyPlan(List.copyOf(changes), new ApplyPlan.Rows(sellers.values(), accounts.values(),
                groups.values(), projects.values(), taxRates.values()));
    }

    private void planSeller(DeclaredSeller seller) {
        var other = present.sellers().keySet().stream().filter(id -> !id.equals(seller.id())).findFirst();
        if (other.isPresent()) {
            problem(seller.file(), seller.line(), "id", seller.id(),
                    "this database bills for seller '" + other.get() + "'; another seller needs its own database");
            return;
        }
        var row = overlay("seller", seller.id(), seller.id(),
                sellers.getOrDefault(seller.id(), present.sellers().get(seller.id())),
                SellerFields.defaults(seller.id()), seller.fields());
        for (var missing : SellerFields.missing(row)) {
            problem(seller.file(), seller.line(), missing, "", "is missing");
        }
        sellers.put(seller.id(), row);
    }

    private void planAccount(DeclaredAccount account) {
        var fields = JsonNodeFactory.instance.objectNode();
        if (account.name() != null) {
            fields.put("name", account.name());
        }
        var sellerId = sellers.isEmpty()
                ? present.sellers().keySet().stream().findFirst()
                : sellers.keySet().stream().findFirst();
        if (sellerId.isEmpty()) {
            problem(account.file(), account.line(), "id", account.id(), "there is no seller yet: declare one first");
            return;
        }
        var defaults = JsonNodeFactory.instance.objectNode().put("id", account.id()).put("seller_id", sellerId.get())
                .put("name", account.id());
        accounts.put(account.id(), overlay("account", account.id(), account.id(),
                accounts.getOrDefault(account.id(), present.accounts().get(account.id())), defaults, fields));
        Map<String, String> idsByReference = new LinkedHashMap<>();
        account.groups().forEach(group -> planGroup(account, group, idsByReference));
        account.projects().forEach(project -> planProject(account, project, idsByReference));
    }

    private void planGroup(DeclaredAccount account, DeclaredGroup group, Map<String, String> idsByReference) {
        if (group.id() == null && group.name() == null) {
            problem(group.file(), group.line(), "id", "", "expected an id or a name");
            return;
        }
        var id = group.id() == null
                ? idByName(account.id(), Objects.requireNonNull(group.name()))
                : group.id().toString();
        var existing = groups.getOrDefault(id, present.groups().get(id));
        if (existing != null && !account.id().equals(existing.path("account_id").asString(account.id()))) {
            problem(group.file(), group.line(), "id", id,
                    "the group belongs to account " + existing.path("account_id").asString());
            return;
        }
        var fields = group.fields().deepCopy();
        fields.put("account_id", account.id());
        if (group.name() != null) {
            fields.put("name", group.name());
        }
        if (existing == null && group.name() == null) {
            problem(group.file(), group.line(), "name", "", "is missing");
        }
        var label = "'" + (group.name() == null ? id : group.name()) + "'";
        groups.put(id, overlay("billing_group", id, label, existing, NewRows.group(id), fields));
        idsByReference.put(id, id);
        if (group.name() != null && idsByReference.putIfAbsent(group.name(), id) != null) {
            idsByReference.put(group.name(), "");
        }
    }

    private String idByName(String accountId, String name) {
        return present.groups().values().stream()
                .filter(row -> name.equals(row.path("name").asString())
                        && accountId.equals(row.path("account_id").asString("")))
                .map(row -> row.path("id").asString()).findFirst().orElseGet(() -> newIds.get().toString());
    }

    private void planProject(DeclaredAccount account, DeclaredProject project, Map<String, String> idsByReference) {
        var existing = present.projects().get(project.id());
        var owner = existing == null ? null : existing.path("account_id").asString(null);
        if (projects.containsKey(project.id()) || owner != null && !owner.equals(account.id())) {
            problem(project.file(), project.line(), "id", project.id(), owner != null && !owner.equals(account.id())
                    ? "the project belongs to account " + owner
                    : "the project is declared twice");
            return;
        }
        var fields = JsonNodeFactory.instance.objectNode().put("account_id", account.id());
        if (project.name() != null) {
            fields.put("name", project.name());
        }
        if (project.tags() != null) {
            fields.set("tags", FrozenJson.nodeOf(project.tags()));
        }
        projects.put(project.id(), overlay("project", project.id(), project.id(), existing,
                NewRows.project(project.id()), fields));
        planMembership(account, project, idsByReference);
    }

    private void planMembership(DeclaredAccount account, DeclaredProject project, Map<String, String> idsByReference) {
        var oldId = present.groupOf().get(project.id());
        String newId;
        if (project.group() == null) {
            newId = oldId == null ? defaultGroup(account, project) : oldId;
            followProject(account, newId);
        } else {
            newId = idsByReference.getOrDefault(project.group(), groupOfAccount(account.id(), project.group()));
        }
        if (newId == null || newId.isEmpty()) {
            problem(project.file(), project.line(), "billing_group", String.valueOf(project.group()),
                    "expected the id, or a unique name, of a billing group of account " + account.id());
        } else if (!newId.equals(oldId)) {
            changes.add(new Moved(project.id(), oldId, oldId == null ? null : nameOf(oldId), newId, nameOf(newId)));
        }
    }

    private @Nullable String groupOfAccount(String accountId, String reference) {
        var id = reference.toLowerCase(java.util.Locale.ROOT);
        var row = groups.getOrDefault(id, present.groups().get(id));
        return row != null && accountId.equals(row.path("account_id").asString("")) ? row.path("id").asString() : null;
    }

    private String defaultGroup(DeclaredAccount account, DeclaredProject project) {
        var id = newIds.get().toString();
        var name = BillingGroup.defaultNameFor(project.id());
        var row = NewRows.group(id).put("name", name).put("account_id", account.id())
                .put("default_for_project", project.id());
        groups.put(id, row);
        changes.add(new Created("billing_group", id, "'" + name + "'"));
        return id;
    }

    /** A default group without an owner gets the account that its project is associated with. */
    private void followProject(DeclaredAccount account, String groupId) {
        var row = groups.getOrDefault(groupId, present.groups().get(groupId));
        if (row != null && row.path("account_id").asString(null) == null) {
            groups.put(groupId, overlay("billing_group", groupId, "'" + nameOf(groupId) + "'", row, row,
                    JsonNodeFactory.instance.objectNode().put("account_id", account.id())));
        }
    }

    private String nameOf(String groupId) {
        var row = groups.getOrDefault(groupId, present.groups().get(groupId));
        return row == null ? groupId : row.path("name").asString(groupId);
    }

    private void planTaxRate(TaxRate rate) {
        var key = rate.countryCode() + " " + rate.taxClass() + " " + rate.validFrom();
        taxRates.put(key,
                overlay("tax_rate", key, key, taxRates.getOrDefault(key, present.taxRates().get(key)),
                        JsonNodeFactory.instance.objectNode(),
                        (ObjectNode) FrozenJson.nodeOf(rate)));
    }

    /** The row with the given fields on top, noting what is new or different. */
    private ObjectNode overlay(String subject, String id, String label, @Nullable ObjectNode existing,
            ObjectNode defaults, ObjectNode given) {
        var row = (existing == null ? defaults : existing).deepCopy();
        if (existing == null) {
            changes.add(new Created(subject, id, label));
        }
        given.properties().forEach(field -> {
            var old = text(row.get(field.getKey()));
            var value = text(field.getValue());
            if (existing != null && !isSame(row.get(field.getKey()), field.getValue())) {
                changes.add(new Changed(subject, id, label, field.getKey(), old, value));
            }
            row.set(field.getKey(), field.getValue());
        });
        return row;
    }

    /** Whether two values say the same: the order of keys does not matter, nor whether a number is written as text. */
    private static boolean isSame(@Nullable JsonNode present, JsonNode declared) {
        return Objects.equals(text(present), text(declared)) || declared.equals(present);
    }

    private static @Nullable String text(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        return node.isValueNode() ? node.asString() : node.toString();
    }

    private void problem(String file, int line, String field, String value, String reason) {
        problems.add(new InputProblem(file, line, field, value, reason));
    }
}
