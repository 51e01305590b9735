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
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Plans billing groups, and finds the one that is meant by an id or a name. */
final class GroupPlanner {
    private final PlanDraft draft;
    /** The ids of all groups as they will be, by account and name. */
    private final Map<AccountAndName, Set<String>> idsByName = new HashMap<>();

    private record AccountAndName(@Nullable String accountId, String name) {}

    GroupPlanner(PlanDraft draft) {
        this.draft = draft;
        draft.groups.all().forEach(row -> idsOf(row.getValue()).add(row.getKey()));
    }

    private Set<String> idsOf(BillingGroup group) {
        return idsByName.computeIfAbsent(new AccountAndName(group.accountId(), group.name()),
                name -> new LinkedHashSet<>());
    }

    private Set<String> idsOf(String accountId, String name) {
        return idsByName.getOrDefault(new AccountAndName(accountId, name), Set.of());
    }

    /** Lays the group over the one that is there, which may have had another name or account. */
    void put(BillingGroup group) {
        var id = group.id().toString();
        var present = draft.groups.find(id);
        if (present != null) {
            idsOf(present).remove(id);
        }
        draft.groups.put(id, group);
        idsOf(group).add(id);
    }

    void plan(DeclaredAccount account) {
        Set<String> names = new HashSet<>();
        for (var group : account.groups()) {
            if (group.id() == null && group.name() != null && !names.add(group.name())) {
                draft.problem(group.place(), "name", group.name(), "is declared twice; give the groups' ids");
            } else {
                idOf(account.id(), group).ifPresent(id -> plan(account.id(), id, group));
            }
        }
    }

    private void plan(String accountId, UUID id, DeclaredGroup given) {
        var existing = draft.groups.find(id.toString());
        var owner = existing == null ? null : existing.accountId();
        if (owner != null && !owner.equals(accountId)) {
            draft.problem(given.place(), "id", id.toString(), "the group belongs to account " + owner);
            return;
        }
        if (existing == null && given.name() == null) {
            draft.problem(given.place(), "name", "", "is missing");
        }
        var before = existing == null ? BillingGroup.unknown(id, id.toString()) : existing;
        var group = GroupFields.laidOver(before, given.fields()).of(accountId,
                Objects.requireNonNullElse(given.name(), before.name()));
        put(group);
        requireOneCurrency(given, group);
        var territory = group.details().taxTerritory();
        if (territory != null) {
            TaxTerritories.problem(territory, group.details().countryCode())
                    .ifPresent(problem -> draft.problem(given.place(), "tax_territory", territory, problem));
        }
    }

    private Optional<UUID> idOf(String accountId, DeclaredGroup group) {
        if (group.id() != null) {
            return Optional.of(group.id());
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
        return Optional.of(same.isEmpty() ? draft.newId() : UUID.fromString(same.iterator().next()));
    }

    /** Amounts that were agreed are in the group's currency: it cannot change without them. */
    private void requireOneCurrency(DeclaredGroup given, BillingGroup group) {
        var terms = group.terms();
        if (terms.supportFixed() != null && terms.supportPercent().signum() != 0) {
            draft.problem(given.place(), "support_fixed", terms.supportFixed().toString(),
                    "support is either fixed or a percentage: declare the other as 0 or empty");
        }
        var currency = group.details().currency();
        Stream<@Nullable Money> amounts = Stream.concat(
                Stream.of(terms.supportFixed(), terms.supportMinimum(),
                        terms.commitment() == null ? null : terms.commitment().amount()),
                terms.extraCharges().stream().map(BillingTerms.ExtraCharge::amount));
        if (!amounts.allMatch(amount -> amount == null || amount.getCurrencyUnit().equals(currency))) {
            draft.problem(given.place(), "currency", currency.getCode(),
                    "the group's support, commitment or extra charges have another currency; declare them as well");
        }
    }

    /** The id of the group of the account with that id or, if it is unique, that name. */
    Optional<String> find(String accountId, String reference) {
        var id = reference.toLowerCase(Locale.ROOT);
        var group = draft.groups.find(id);
        if (group != null && accountId.equals(group.accountId())) {
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
        var id = draft.newId();
        var details = detailsFrom == null
                ? BillingDetails.unknown()
                : Objects.requireNonNull(draft.groups.find(detailsFrom.toString())).details();
        put(new BillingGroup(id, BillingGroup.defaultNameFor(projectId), accountId, projectId, details,
                BillingTerms.none(), null));
        return id.toString();
    }
}
