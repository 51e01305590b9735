package org.billinggroups.account;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.billinggroups.account.Declaration.Place;
import org.billinggroups.account.DeclaredField.Column;
import org.billinggroups.account.MasterData.ProjectRow;
import org.billinggroups.account.MasterData.Snapshot;
import org.billinggroups.account.PlannedChange.Moved;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.jspecify.annotations.Nullable;

/** A plan in the making: what is there, what is laid over it, the changes noted so far and the problems. */
final class PlanDraft {
    /** The kinds of things, as events name them. */
    static final String SELLER = "seller";
    static final String ACCOUNT = "account";
    static final String GROUP = "billing_group";
    static final String PROJECT = "project";
    static final String TAX_RATE = "tax_rate";

    private final List<PlannedChange> changes = new ArrayList<>();
    final PlannedRows<Seller> sellers;
    final PlannedRows<Account> accounts;
    final PlannedRows<BillingGroup> groups;
    final PlannedRows<ProjectRow> projects;
    final PlannedRows<TaxRate> taxRates;
    private final Map<String, String> groupOf;
    private final Map<String, Integer> firstNumbers;
    private final Set<String> numberedSeries;
    private final Supplier<UUID> newIds;
    private final List<UUID> usedIds = new ArrayList<>();
    private final InputProblems problems = new InputProblems();

    PlanDraft(Snapshot present, Supplier<UUID> newIds) {
        sellers = new PlannedRows<>(SELLER, present.sellers(), SellerField.COLUMNS, Seller::id,
                changes);
        accounts = new PlannedRows<>(ACCOUNT, present.accounts(), List.of(new Column<>("name", Account::name)),
                Account::id, changes);
        groups = new PlannedRows<>(GROUP, present.groups(), GroupField.COLUMNS, group -> "'" + group.name() + "'",
                changes);
        projects = new PlannedRows<>(PROJECT, present.projects(), ProjectRow.COLUMNS, ProjectRow::id, changes);
        taxRates = new PlannedRows<>(TAX_RATE, present.taxRates(), List.of(new Column<>("rate", TaxRate::rate)),
                TaxRate::key, changes);
        groupOf = new HashMap<>(present.groupOf());
        this.newIds = newIds;
        firstNumbers = present.firstNumbers();
        numberedSeries = present.numberedSeries();
    }

    /** The rows of a kind of which single ones can be deleted. */
    PlannedRows<?> rows(String subject) {
        return switch (subject) {
            case ACCOUNT -> accounts;
            case GROUP -> groups;
            case PROJECT -> projects;
            default -> throw new IllegalArgumentException("cannot delete a " + subject);
        };
    }

    UUID newId() {
        var id = newIds.get();
        usedIds.add(id);
        return id;
    }

    /**
     * The plan.
     *
     * @throws org.billinggroups.file.InvalidInputException with every problem, if there are any
     */
    ChangePlan plan(ChangePlan.Request request) {
        problems.requireNone();
        return new ChangePlan(request, changes, new ChangePlan.Rows(sellers.written(), accounts.written(),
                groups.written(), projects.written(), taxRates.written()), usedIds, remarks());
    }

    private List<String> remarks() {
        var seller = sellers.all().map(Map.Entry::getValue).findFirst().orElse(null);
        return StatePlatforms.warnings(seller, !sellers.written().isEmpty(), groups.written());
    }

    /** The first number that a series was given, by {@link NextNumbers#key}; null as long as it has none. */
    @Nullable
    Integer firstNumberOf(String key) {
        return firstNumbers.get(key);
    }

    /** A series with numbers of which another one would repeat the payment references. */
    Optional<String> seriesWithSameReferences(String series) {
        return numberedSeries.stream().filter(other -> CreditorReference.areSame(series, other)).sorted().findFirst();
    }

    /** The group that a project will be in; null for a new project that has none yet. */
    @Nullable
    String groupOf(String projectId) {
        return groupOf.get(projectId);
    }

    void move(Moved moved) {
        changes.add(moved);
        groupOf.put(moved.id(), moved.newGroupId());
    }

    String nameOf(String groupId) {
        var group = groups.find(groupId);
        return group == null ? groupId : group.name();
    }

    void problem(Place place, String field, String value, String reason) {
        problems.add(new InputProblem(place.file(), place.line(), field, value, reason));
    }
}
