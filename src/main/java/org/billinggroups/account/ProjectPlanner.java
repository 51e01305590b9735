package org.billinggroups.account;

import java.time.Instant;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;
import org.billinggroups.account.Declaration.Assignment;
import org.billinggroups.account.Declaration.DeclaredProject;
import org.billinggroups.account.Declaration.Place;
import org.billinggroups.account.MasterData.ProjectRow;
import org.billinggroups.account.PlannedChange.Moved;
import org.jspecify.annotations.Nullable;

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
        var existing = draft.projects.find(project.id());
        var owner = existing == null ? null : existing.accountId();
        if (accountId == null && owner != null) {
            draft.problem(project.place(), "id", project.id(), "the project belongs to account " + owner);
            return;
        }
        var before = existing == null ? new ProjectRow(project.id(), null, null, Tags.NONE) : existing;
        var name = project.name() == null ? before.name() : project.name().isEmpty() ? null : project.name();
        draft.projects.put(project.id(), new ProjectRow(project.id(), name, accountId,
                Objects.requireNonNullElse(project.tags(), before.tags())));
        if (accountId != null && owner == null) {
            letDefaultGroupFollow(project.id(), accountId);
        }
        planGroup(accountId, project, existing != null);
    }

    private void planGroup(@Nullable String accountId, DeclaredProject project, boolean exists) {
        var group = project.group();
        if (group == null) {
            if (!mayStay(accountId, project, exists)) {
                move(project.id(), groups.addDefaultGroup(project.id(), accountId, project.detailsFrom()));
            }
        } else if (accountId == null) {
            draft.problem(project.place(), "billing_group", group,
                    "a project must be associated with an account before it can join a billing group");
        } else {
            groups.find(accountId, group).ifPresentOrElse(id -> move(project.id(), id),
                    () -> draft.problem(project.place(), "billing_group", group,
                            "expected the id, or a unique name, of a billing group of account " + accountId));
        }
    }

    /**
     * A project that changes its account must not take the billing details of the former customer along. One that was
     * deleted and comes again is new: of all groups it finds only its own default group again.
     */
    private boolean mayStay(@Nullable String accountId, DeclaredProject project, boolean exists) {
        var present = draft.groupOf(project.id());
        var group = present == null ? null : draft.groups.find(present);
        return group != null && Objects.equals(group.accountId(), accountId)
                && (exists || project.detailsFrom() == null && project.id().equals(group.defaultForProject()));
    }

    /** A default group without an owner gets the account that its project is associated with. */
    private void letDefaultGroupFollow(String projectId, String accountId) {
        var groupId = draft.groupOf(projectId);
        var group = groupId == null ? null : draft.groups.find(groupId);
        if (group != null && group.accountId() == null) {
            groups.put(group.of(accountId, group.name()));
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
        var project = draft.projects.find(id);
        var groupId = assignment.groupId().toString();
        var group = draft.groups.find(groupId);
        if (project == null) {
            refuse(id, "there is no such project");
        } else if (group == null) {
            draft.problem(Place.COMMAND, "billing_group", groupId, "there is no such billing group");
        } else if (!assigned.add(id)) {
            refuse(id, "is named twice");
        } else if (group.accountId() == null) {
            draft.problem(Place.COMMAND, "billing_group", draft.nameOf(groupId),
                    "it is the default group of a project without an account, which no other project can join");
        } else if (project.accountId() == null) {
            refuse(id, "it must be associated with account " + group.accountId() + " first: billing project associate '"
                    + id + "' --account " + group.accountId());
        } else if (!group.accountId().equals(project.accountId())) {
            refuse(id, "it belongs to account " + project.accountId() + ", and billing group '" + draft.nameOf(groupId)
                    + "' to account " + group.accountId());
        } else {
            move(id, groupId, assignment.from());
        }
    }

    private void refuse(String projectId, String reason) {
        draft.problem(Place.COMMAND, "project", projectId, reason);
    }
}
