package org.billinggroups.account;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.billinggroups.account.Declaration.Deletion;
import org.billinggroups.account.Declaration.Place;

/** Plans deletions: a group goes only when no project is in it, an account only when it has neither. */
final class DeletionPlanner {
    private static final int LISTED = 5;

    private final PlanDraft draft;

    DeletionPlanner(PlanDraft draft) {
        this.draft = draft;
    }

    void plan(List<Deletion> deletions) {
        deletions.forEach(deletion -> plan(deletion, draft.rows(deletion.subject())));
    }

    private <R> void plan(Deletion deletion, PlannedRows<R> rows) {
        var row = rows.find(deletion.id());
        var left = row == null ? List.<String>of() : occupants(deletion.subject(), deletion.id());
        if (row == null) {
            refuse(deletion, "there is nothing of that name to delete");
        } else if (!left.isEmpty()) {
            refuse(deletion, "it is not empty: it still has " + listed(left));
        } else {
            rows.delete(deletion.id(), row);
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
            case PlanDraft.GROUP -> draft.projects.all().map(Map.Entry::getKey)
                    .filter(project -> id.equals(draft.groupOf(project))).map(project -> "project " + project).toList();
            case PlanDraft.ACCOUNT -> Stream.concat(
                    draft.projects.all().map(Map.Entry::getValue).filter(project -> id.equals(project.accountId()))
                            .map(project -> "project " + project.id()),
                    draft.groups.all().map(Map.Entry::getValue).filter(group -> id.equals(group.accountId()))
                            .map(group -> "billing group " + draft.groups.label(group)))
                    .toList();
            default -> List.of();
        };
    }

    /** Deletes whatever the files leave out, of the kinds that they declare: children first. */
    void prune(List<Declaration> declarations) {
        if (declarations.stream().anyMatch(declaration -> !declaration.accounts().isEmpty())) {
            prune(draft.projects, draft.projects::isWritten);
            Set<String> occupied = new HashSet<>();
            draft.projects.all().forEach(project -> occupied.add(draft.groupOf(project.getKey())));
            prune(draft.groups, id -> draft.groups.isWritten(id) || occupied.contains(id));
            prune(draft.accounts, draft.accounts::isWritten);
        }
        if (declarations.stream().anyMatch(declaration -> !declaration.taxRates().isEmpty())) {
            prune(draft.taxRates, draft.taxRates::isWritten);
        }
    }

    /** What is declared is among the rows to write. */
    private static <R> void prune(PlannedRows<R> rows, Predicate<String> kept) {
        rows.all().filter(row -> !kept.test(row.getKey())).toList()
                .forEach(row -> rows.delete(row.getKey(), row.getValue()));
    }

    private static String listed(List<String> names) {
        return String.join(", ", names.subList(0, Math.min(LISTED, names.size())))
                + (names.size() > LISTED ? " and " + (names.size() - LISTED) + " more" : "");
    }
}
