package org.billinggroups.account;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.billinggroups.account.Declaration.Place;
import org.billinggroups.account.MasterData.Snapshot;
import org.billinggroups.account.PlannedChange.Changed;
import org.billinggroups.account.PlannedChange.Created;
import org.billinggroups.account.PlannedChange.Deleted;
import org.billinggroups.account.PlannedChange.Moved;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A plan in the making: what is there, what is laid over it, the changes noted so far and the problems. */
final class PlanDraft {
    /** The kinds of things, as events name them. */
    static final String SELLER = "seller";
    static final String ACCOUNT = "account";
    static final String GROUP = "billing_group";
    static final String PROJECT = "project";
    static final String TAX_RATE = "tax_rate";

    private final Snapshot present;
    private final Supplier<UUID> newIds;
    private final List<UUID> usedIds = new ArrayList<>();
    private final InputProblems problems = new InputProblems();
    private final List<PlannedChange> changes = new ArrayList<>();
    private final Map<String, Map<String, ObjectNode>> written = new LinkedHashMap<>();
    private final Map<String, String> groupOf;
    private final Set<String> deleted = new HashSet<>();

    PlanDraft(Snapshot present, Supplier<UUID> newIds) {
        this.present = present;
        this.newIds = newIds;
        this.groupOf = new LinkedHashMap<>(present.groupOf());
    }

    UUID newId() {
        var id = newIds.get();
        usedIds.add(id);
        return id;
    }

    List<UUID> usedIds() {
        return usedIds;
    }

    List<PlannedChange> changes() {
        return changes;
    }

    InputProblems problems() {
        return problems;
    }

    /** The rows of a kind that are to be written. */
    Map<String, ObjectNode> written(String subject) {
        return written.computeIfAbsent(subject, name -> new LinkedHashMap<>());
    }

    /** The row as it will be, or null if there is none or it is to be deleted. */
    @Nullable
    ObjectNode find(String subject, String id) {
        return isDeleted(subject, id) ? null : written(subject).getOrDefault(id, presentRows(subject).get(id));
    }

    /** All rows of a kind as they will be. */
    Stream<ObjectNode> all(String subject) {
        var overlay = written(subject);
        return Stream.concat(
                presentRows(subject).entrySet().stream().filter(row -> !overlay.containsKey(row.getKey()))
                        .map(Map.Entry::getValue),
                overlay.values().stream()).filter(row -> !isDeleted(subject, row.path("id").asString("")));
    }

    /** The keys of the tax rates that are there. */
    Stream<String> presentTaxRates() {
        return present.taxRates().keySet().stream();
    }

    private Map<String, ObjectNode> presentRows(String subject) {
        return switch (subject) {
            case SELLER -> present.sellers();
            case ACCOUNT -> present.accounts();
            case GROUP -> present.groups();
            case PROJECT -> present.projects();
            default -> present.taxRates();
        };
    }

    /** The group that a project will be in; null for a new project that has none yet. */
    @Nullable
    String groupOf(String projectId) {
        return groupOf.get(projectId);
    }

    /** Lays the given fields over the row, and notes what is new or different. */
    void overlay(String subject, String id, String label, ObjectNode defaults, ObjectNode given) {
        var existing = find(subject, id);
        var row = (existing == null ? defaults : existing).deepCopy();
        if (existing == null) {
            changes.add(new Created(subject, id, label));
        }
        given.properties().forEach(field -> {
            if (existing != null && !isSame(row.get(field.getKey()), field.getValue())) {
                changes.add(new Changed(subject, id, label, field.getKey(), text(row.get(field.getKey())),
                        text(field.getValue())));
            }
            row.set(field.getKey(), field.getValue());
        });
        written(subject).put(id, row);
    }

    void move(Moved moved) {
        changes.add(moved);
        groupOf.put(moved.id(), moved.newGroupId());
    }

    void delete(String subject, String id, String label) {
        changes.add(new Deleted(subject, id, label));
        deleted.add(subject + " " + id);
    }

    boolean isDeleted(String subject, String id) {
        return deleted.contains(subject + " " + id);
    }

    String nameOf(String groupId) {
        var row = find(GROUP, groupId);
        return row == null ? groupId : row.path("name").asString(groupId);
    }

    void problem(Place place, String field, String value, String reason) {
        problems.add(new InputProblem(place.file(), place.line(), field, value, reason));
    }

    /** The text of a field, or null; numbers without exponent. */
    static @Nullable String text(@Nullable JsonNode node) {
        if (node == null || node.isNull()) {
            return null;
        }
        if (node.isNumber()) {
            return node.decimalValue().toPlainString();
        }
        return node.isValueNode() ? node.asString() : node.toString();
    }

    /** Whether two values say the same: the order of keys does not matter, nor whether a number is written as text. */
    private static boolean isSame(@Nullable JsonNode present, JsonNode declared) {
        return Objects.equals(text(present), text(declared)) || declared.equals(present);
    }
}
