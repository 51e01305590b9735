package org.billinggroups.account;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.billinggroups.account.Declaration.DeclaredGroup;
import org.jspecify.annotations.Nullable;

/**
 * What apply files declare of the seller, of billing groups and of tax rates, to be laid over what runs froze, field by
 * field. Accounts and projects stay as they were.
 */
public final class OtherTerms {
    /** Nothing is declared. */
    public static final OtherTerms NONE = new OtherTerms(Map.of(), List.of(), Map.of(), List.of());

    private final Map<UUID, List<DeclaredGroup>> groups;
    private final List<Map<SellerField, @Nullable Object>> sellers;
    private final Map<String, TaxRate> taxRates;
    private final List<String> ignored;

    private OtherTerms(Map<UUID, List<DeclaredGroup>> groups, List<Map<SellerField, @Nullable Object>> sellers,
            Map<String, TaxRate> taxRates, List<String> ignored) {
        this.groups = groups;
        this.sellers = sellers;
        this.taxRates = taxRates;
        this.ignored = ignored;
    }

    /** @param plan what applying the files would do; it knows which groups are meant */
    static OtherTerms of(ChangePlan plan) {
        Map<UUID, List<DeclaredGroup>> groups = new LinkedHashMap<>();
        List<Map<SellerField, @Nullable Object>> sellers = new ArrayList<>();
        Map<String, TaxRate> taxRates = new LinkedHashMap<>();
        for (var file : plan.request().declarations()) {
            if (file.seller() != null) {
                sellers.add(file.seller().fields());
            }
            file.taxRates().forEach(rate -> taxRates.put(rate.key(), rate));
            for (var account : file.accounts()) {
                account.groups().forEach(group -> groups.computeIfAbsent(idOf(plan, account.id(), group),
                        id -> new ArrayList<>()).add(group));
            }
        }
        return new OtherTerms(groups, sellers, taxRates, ignored(plan));
    }

    private static UUID idOf(ChangePlan plan, String account, DeclaredGroup group) {
        return group.id() != null
                ? group.id()
                : plan.rows().groups().stream().filter(row -> account.equals(row.accountId())
                        && row.name().equals(group.name())).findFirst().orElseThrow().id();
    }

    /** What the files would change and a rehearsal does not. */
    private static List<String> ignored(ChangePlan plan) {
        var moved = plan.changes().stream().filter(PlannedChange.Moved.class::isInstance).count();
        var created = plan.changes().stream().filter(PlannedChange.Created.class::isInstance)
                .filter(change -> change.subject().equals(PlanDraft.GROUP)).count();
        return Stream.of(
                moved == 0 ? "" : moved + " project(s) that the files put into another group stay where they were",
                created == 0 ? "" : created + " billing group(s) of the files are new: they had no usage")
                .filter(text -> !text.isEmpty()).toList();
    }

    /** Whether nothing is declared that counts. */
    public boolean isEmpty() {
        return groups.isEmpty() && sellers.isEmpty() && taxRates.isEmpty();
    }

    /** What the files declare and is left out, as sentences. */
    public List<String> ignored() {
        return ignored;
    }

    /** Whether a field of the group is declared. */
    public boolean declares(UUID groupId, GroupField field) {
        return groups.getOrDefault(groupId, List.of()).stream().anyMatch(group -> group.fields().containsKey(field));
    }

    /** The group with what is declared of it. */
    public BillingGroup over(BillingGroup frozen) {
        var group = frozen;
        for (var declared : groups.getOrDefault(frozen.id(), List.of())) {
            group = GroupFields.laidOver(group, declared.fields());
        }
        return group;
    }

    /** The seller with what is declared of it. */
    public Seller over(Seller frozen) {
        var seller = frozen;
        for (var fields : sellers) {
            seller = SellerField.laidOver(seller, fields);
        }
        return seller;
    }

    /** The tax rates with those that are declared. */
    public List<TaxRate> over(List<TaxRate> frozen) {
        Map<String, TaxRate> rates = new LinkedHashMap<>();
        frozen.forEach(rate -> rates.put(rate.key(), rate));
        rates.putAll(taxRates);
        return List.copyOf(rates.values());
    }
}
