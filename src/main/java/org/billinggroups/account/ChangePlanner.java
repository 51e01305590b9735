package org.billinggroups.account;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.billinggroups.account.Declaration.DeclaredAccount;
import org.billinggroups.account.Declaration.DeclaredSeller;
import org.billinggroups.account.MasterData.Snapshot;
import org.billinggroups.file.InvalidInputException;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

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
        declarations.stream().map(Declaration::seller).filter(seller -> seller != null).forEach(this::planSeller);
        List<DeclaredAccount> accounts = declarations.stream().flatMap(file -> file.accounts().stream())
                .filter(this::planAccount).toList();
        for (var declaration : declarations) {
            declaration.projects().forEach(project -> projects.plan(null, project));
        }
        accounts.forEach(account -> account.projects().forEach(project -> projects.plan(account.id(), project)));
        for (var declaration : declarations) {
            declaration.taxRates().forEach(this::planTaxRate);
            declaration.assignments().forEach(projects::assign);
            deletions.plan(declaration.deletions());
        }
        if (request.prune()) {
            deletions.prune(declarations);
        }
        draft.problems().requireNone();
        return new ChangePlan(request, draft.changes(), new ChangePlan.Rows(rows(PlanDraft.SELLER),
                rows(PlanDraft.ACCOUNT), rows(PlanDraft.GROUP), rows(PlanDraft.PROJECT), rows(PlanDraft.TAX_RATE)),
                draft.usedIds());
    }

    private List<ObjectNode> rows(String subject) {
        return new ArrayList<>(draft.written(subject).values());
    }

    private void planSeller(DeclaredSeller seller) {
        var other = draft.all(PlanDraft.SELLER).map(row -> row.path("id").asString())
                .filter(id -> !id.equals(seller.id())).findFirst();
        if (other.isPresent()) {
            draft.problem(seller.place(), "id", seller.id(),
                    "this database bills for seller '" + other.get() + "'; another seller needs its own database");
            return;
        }
        draft.overlay(PlanDraft.SELLER, seller.id(), seller.id(), SellerFields.defaults(seller.id()), seller.fields());
        for (var missing : SellerFields.missing(draft.written(PlanDraft.SELLER).get(seller.id()))) {
            draft.problem(seller.place(), missing, "", "is missing");
        }
    }

    private boolean planAccount(DeclaredAccount account) {
        var seller = draft.all(PlanDraft.SELLER).findFirst();
        if (seller.isEmpty()) {
            draft.problem(account.place(), "id", account.id(), "there is no seller yet: declare one first");
            return false;
        }
        var fields = JsonNodeFactory.instance.objectNode();
        if (account.name() != null) {
            fields.put("name", account.name());
        }
        var defaults = JsonNodeFactory.instance.objectNode().put("id", account.id())
                .put("seller_id", seller.get().path("id").asString()).put("name", account.id());
        draft.overlay(PlanDraft.ACCOUNT, account.id(), account.id(), defaults, fields);
        groups.plan(account);
        return true;
    }

    private void planTaxRate(TaxRate rate) {
        var key = rate.countryCode() + " " + rate.taxClass() + " " + rate.validFrom();
        draft.overlay(PlanDraft.TAX_RATE, key, key, JsonNodeFactory.instance.objectNode(),
                (ObjectNode) FrozenJson.nodeOf(rate));
    }
}
