package org.billinggroups.account;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Supplier;
import org.billinggroups.account.Declaration.DeclaredAccount;
import org.billinggroups.account.Declaration.DeclaredSeller;
import org.billinggroups.account.MasterData.Snapshot;
import org.billinggroups.file.InvalidInputException;

/** Compares what is asked for with what is there. One planner makes one plan. */
final class ChangePlanner {
    private final PlanDraft draft;
    private final GroupPlanner groups;
    private final ProjectPlanner projects;
    private final DeletionPlanner deletions;

    ChangePlanner(Snapshot present, Supplier<UUID> newIds) {
        draft = new PlanDraft(present, newIds);
        groups = new GroupPlanner(draft);
        projects = new ProjectPlanner(draft, groups);
        deletions = new DeletionPlanner(draft);
    }

    /**
     * Makes the plan: sellers, accounts and groups first, then the projects, which may name any of the groups.
     *
     * @throws InvalidInputException with every problem
     */
    ChangePlan plan(ChangePlan.Request request) {
        var declarations = request.declarations();
        declarations.stream().map(Declaration::seller).filter(Objects::nonNull).forEach(this::planSeller);
        List<DeclaredAccount> accounts = declarations.stream().flatMap(file -> file.accounts().stream())
                .filter(this::planAccount).toList();
        for (var declaration : declarations) {
            declaration.projects().forEach(project -> projects.plan(null, project));
        }
        accounts.forEach(account -> account.projects().forEach(project -> projects.plan(account.id(), project)));
        for (var declaration : declarations) {
            declaration.taxRates().forEach(rate -> draft.taxRates.put(rate.key(), rate));
            declaration.assignments().forEach(projects::assign);
            deletions.plan(declaration.deletions());
        }
        if (request.prune()) {
            deletions.prune(declarations);
        }
        return draft.plan(request);
    }

    private void planSeller(DeclaredSeller given) {
        var other = draft.sellers.all().map(Map.Entry::getKey).filter(id -> !id.equals(given.id())).findFirst();
        if (other.isPresent()) {
            draft.problem(given.place(), "id", given.id(),
                    "this database bills for seller '" + other.get() + "'; another seller needs its own database");
            return;
        }
        var present = draft.sellers.find(given.id());
        var seller = SellerField.laidOver(present == null ? SellerField.unknown(given.id()) : present, given.fields());
        draft.sellers.put(given.id(), seller);
        SellerField.NEEDED.stream().filter(field -> field.of(seller) == null)
                .forEach(field -> draft.problem(given.place(), field.key(), "", "is missing"));
        checkNextNumbers(given, seller);
        if (present != null && !seller.invoiceSeries().equals(present.invoiceSeries())) {
            checkReferences(given, seller.invoiceSeries());
        }
    }

    /** Only letters and digits of a number count for its payment reference, and each is given once. */
    private void checkReferences(DeclaredSeller given, String series) {
        draft.seriesWithSameReferences(series).ifPresent(other -> draft.problem(given.place(),
                SellerField.INVOICE_SERIES.key(), series, "gives the same payment references as the series '" + other
                        + "', which has numbers already: change a letter or digit, not only what separates them"));
    }

    /** Each is of a series that the seller has, and taken only before that gives its first number. */
    private void checkNextNumbers(DeclaredSeller given, Seller seller) {
        seller.nextNumber().forEach((key, number) -> {
            var first = draft.firstNumberOf(key);
            if (first == null && !NextNumbers.isKey(seller, key)) {
                nextNumberProblem(given, key, number,
                        "expected a series of the seller with its year, such as " + NextNumbers.examples(seller));
            } else if (first != null && !first.equals(number)) {
                nextNumberProblem(given, key, number,
                        "comes too late: the series has numbers already, from " + first + " on; leave it out");
            }
        });
    }

    private void nextNumberProblem(DeclaredSeller given, String key, int number, String reason) {
        draft.problem(given.place(), SellerField.NEXT_NUMBER.key(), key + ": " + number, reason);
    }

    private boolean planAccount(DeclaredAccount given) {
        var seller = draft.sellers.all().findFirst();
        if (seller.isEmpty()) {
            draft.problem(given.place(), "id", given.id(), "there is no seller yet: declare one first");
            return false;
        }
        var present = draft.accounts.find(given.id());
        var name = given.name() != null ? given.name() : present == null ? given.id() : present.name();
        draft.accounts.put(given.id(), new Account(given.id(), seller.get().getKey(), name, null));
        groups.plan(given);
        return true;
    }
}
