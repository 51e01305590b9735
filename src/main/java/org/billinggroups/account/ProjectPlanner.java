package org.billinggroups.account;

import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.billinggroups.account.Declaration.Assignment;
import org.billinggroups.account.Declaration.DeclaredProject;
import org.billinggroups.account.Declaration.Place;
import org.billinggroups.account.PlannedChange.Moved;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Plans projects and the groups that they are in. */
final class ProjectPlanner {
    private final PlanDraft draft;
    private final GroupPlanner groups;
    private final Set<String> declared = new HashSet<>();
    private final Set<String> assigned = new HashSet<>();

    ProjectPlanner(PlanDraft draft, GroupPlanner groups) {
        this.draft = draft;
        this.groups = groups;
    }

    /**
     * Plans a project.
     *
     * @param accountId the account under which it is declared, or null for none
     */
    void plan(@Nullable String accountId, DeclaredProject project) {
        if (!declared.add(project.id())) {
            draft.problem(project.place(), "id", project.id(), "the project is declared twice");
            return;
        }
        var existing = draft.find(PlanDraft.PROJECT, project.id());
        var owner = ownerOf(existing);
        if (accountId == null && owner != null) {
            draft.problem(project.place(), "id", project.id(), "the project belongs to account " + owner);
            return;
        }
        var fields = JsonNodeFactory.instance.objectNode();
        if (accountId != null) {
            fields.put("account_id", accountId);
        }
        if (project.name() != null) {
            fields.put("name", project.name().isEmpty() ? null : project.name());
        }
        if (project.tags() != null) {
            fields.set("tags", FrozenJson.nodeOf(project.tags()));
        }
        draft.overlay(PlanDraft.PROJECT, project.id(), project.id(), NewRows.project(project.id()), fields);
        if (accountId != null && owner == null) {
            letDefaultGroupFollow(project.id(), accountId);
        }
        planGroup(accountId, project, existing != null);
    }

    private void planGroup(@Nullable String accountId, DeclaredProject project, boolean exists) {
        if (project.group() == null) {
            if (!mayStay(accountId, project, exists)) {
                move(project.id(), groups.addDefaultGroup(project.id(), accountId, project.detailsFrom()));
            }
        } else if (accountId == null) {
            draft.problem(project.place(), "billing_group", project.group(),
                    "a project must be associated with an account before it can join a billing group");
        } else {
            groups.find(accountId, project.group()).ifPresentOrElse(id -> move(project.id(), id),
                    () -> draft.problem(project.place(), "billing_group", project.group(),
                            "expected the id, or a unique name, of a billing group of account " + accountId));
        }
    }

    /**
     * A project that changes its account must not take the billing details of the former customer along. One that was
     * deleted and comes again is new: of all groups it finds only its own default group again.
     */
    private boolean mayStay(@Nullable String accountId, DeclaredProject project, boolean exists) {
        var present = draft.groupOf(project.id());
        var row = present == null ? null : draft.find(PlanDraft.GROUP, present);
        return row != null && Objects.equals(ownerOf(row), accountId)
                && (exists || project.detailsFrom() == null
                        && project.id().equals(PlanDraft.text(row.get("default_for_project"))));
    }

    /** A default group without an owner gets the account that its project is associated with. */
    private void letDefaultGroupFollow(String projectId, String accountId) {
        var groupId = draft.groupOf(projectId);
        var row = groupId == null ? null : draft.find(PlanDraft.GROUP, groupId);
        if (groupId != null && row != null && ownerOf(row) == null) {
            groups.overlay(groupId, "'" + draft.nameOf(groupId) + "'", row,
                    JsonNodeFactory.instance.objectNode().put("account_id", accountId));
        }
    }

    private void move(String projectId, String groupId) {
        move(projectId, groupId, null);
    }

    private void move(String projectId, String groupId, @Nullable Instant from) {
        var old = draft.groupOf(projectId);
        if (!groupId.equals(old) || from != null) {
            draft.move(new Moved(projectId, old, old == null ? null : draft.nameOf(old), groupId,
                    draft.nameOf(groupId), from));
        }
    }

    /** Puts a project that exists into a group of its account. */
    void assign(Assignment assignment) {
        var id = assignment.projectId();
        var project = draft.find(PlanDraft.PROJECT, id);
        var groupId = assignment.groupId().toString();
        var group = draft.find(PlanDraft.GROUP, groupId);
        if (project == null) {
            refuse(id, "there is no such project");
        } else if (group == null) {
            draft.problem(Place.COMMAND, "billing_group", groupId, "there is no such billing group");
        } else if (!assigned.add(id)) {
            refuse(id, "is named twice");
        } else if (ownerOf(group) == null) {
            draft.problem(Place.COMMAND, "billing_group", draft.nameOf(groupId),
                    "it is the default group of a project without an account, which no other project can join");
        } else if (ownerOf(project) == null) {
            refuse(id, "it must be associated with account " + ownerOf(group) + " first: billing project associate '"
                    + id + "' --account " + ownerOf(group));
        } else if (!ownerOf(group).equals(ownerOf(project))) {
            refuse(id, "it belongs to account " + ownerOf(project) + ", and billing group '" + draft.nameOf(groupId)
                    + "' to account " + ownerOf(group));
        } else {
            move(id, groupId, assignment.from());
        }
    }

    private void refuse(String projectId, String reason) {
        draft.problem(Place.COMMAND, "project", projectId, reason);
    }

    private static @Nullable String ownerOf(@Nullable ObjectNode row) {
        return row == null ? null : PlanDraft.text(row.get("account_id"));
    }
}
