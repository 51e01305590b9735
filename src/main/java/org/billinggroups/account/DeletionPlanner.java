package org.billinggroups.account;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.billinggroups.account.Declaration.Deletion;
import org.billinggroups.account.Declaration.Place;
import tools.jackson.databind.node.ObjectNode;

/** Plans deletions: a group goes only when no project is in it, an account only when it has neither. */
final class DeletionPlanner {
    private static final int LISTED = 5;

    private final PlanDraft draft;

    DeletionPlanner(PlanDraft draft) {
        this.draft = draft;
    }

    void plan(List<Deletion> deletions) {
        for (var deletion : deletions) {
            var row = draft.find(deletion.subject(), deletion.id());
            var left = row == null ? List.<String>of() : occupants(deletion.subject(), deletion.id());
            if (row == null) {
                refuse(deletion, "there is nothing of that name to delete");
            } else if (!left.isEmpty()) {
                refuse(deletion, "it is not empty: it still has " + listed(left));
            } else {
                draft.delete(deletion.subject(), deletion.id(), label(deletion.subject(), row));
            }
        }
    }

    private void refuse(Deletion deletion, String reason) {
        var subject = deletion.subject().replace('_', ' ');
        draft.problem(Place.COMMAND, subject, deletion.subject().equals(PlanDraft.GROUP)
                ? draft.nameOf(deletion.id())
                : deletion.id(), reason);
    }

    private List<String> occupants(String subject, String id) {
        return switch (subject) {
            case PlanDraft.GROUP -> draft.all(PlanDraft.PROJECT).map(row -> row.path("id").asString())
                    .filter(project -> id.equals(draft.groupOf(project))).map(project -> "project " + project).toList();
            case PlanDraft.ACCOUNT -> List.of(PlanDraft.PROJECT, PlanDraft.GROUP).stream()
                    .flatMap(kind -> draft.all(kind).filter(row -> id.equals(PlanDraft.text(row.get("account_id"))))
                            .map(row -> kind.replace('_', ' ') + " " + label(kind, row)))
                    .toList();
            default -> List.of();
        };
    }

    /** Deletes whatever the files leave out, of the kinds that they declare: children first. */
    void prune(List<Declaration> declarations) {
        Set<String> named = new HashSet<>();
        for (var declaration : declarations) {
            declaration.projects().forEach(project -> named.add(PlanDraft.PROJECT + " " + project.id()));
            for (var account : declaration.accounts()) {
                named.add(PlanDraft.ACCOUNT + " " + account.id());
                account.projects().forEach(project -> named.add(PlanDraft.PROJECT + " " + project.id()));
            }
        }
        // A declared group is among the rows to write, under the id that its name may stand for.
        draft.written(PlanDraft.GROUP).keySet().forEach(id -> named.add(PlanDraft.GROUP + " " + id));
        if (declarations.stream().anyMatch(declaration -> !declaration.accounts().isEmpty())) {
            Set<String> occupied = new HashSet<>();
            prune(PlanDraft.PROJECT, named);
            draft.all(PlanDraft.PROJECT)
                    .forEach(row -> occupied.add(PlanDraft.GROUP + " " + draft.groupOf(row.path("id").asString())));
            occupied.addAll(named);
            prune(PlanDraft.GROUP, occupied);
            prune(PlanDraft.ACCOUNT, named);
        }
        if (declarations.stream().anyMatch(declaration -> !declaration.taxRates().isEmpty())) {
            draft.presentTaxRates().filter(key -> !draft.written(PlanDraft.TAX_RATE).containsKey(key))
                    .forEach(key -> draft.delete(PlanDraft.TAX_RATE, key, key));
        }
    }

    private void prune(String subject, Set<String> kept) {
        draft.all(subject).filter(row -> !kept.contains(subject + " " + row.path("id").asString())).toList()
                .forEach(row -> draft.delete(subject, row.path("id").asString(), label(subject, row)));
    }

    private static String label(String subject, ObjectNode row) {
        return subject.equals(PlanDraft.GROUP)
                ? "'" + row.path("name").asString() + "'"
                : row.path("id").asString();
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
    }
}
