package org.billinggroups.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.billinggroups.account.Declaration.Assignment;
import org.billinggroups.account.Declaration.DeclaredAccount;
import org.billinggroups.account.Declaration.DeclaredGroup;
import org.billinggroups.account.Declaration.DeclaredProject;
import org.billinggroups.account.Declaration.Place;
import org.billinggroups.account.Projects.Assigned;
import org.billinggroups.file.InputProblem;
import org.billinggroups.file.InputProblems;
import org.billinggroups.file.InvalidInputException;
import org.billinggroups.file.RefusedException;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Service;

/**
 * What single commands ask for, as plans to show and to carry out with {@link Changes#execute}. All of them refuse with
 * {@link InvalidInputException} or {@link RefusedException}, which name every problem.
 */
@Service
public class ChangeRequests {
    private final Changes changes;
    private final Sellers sellers;
    private final Accounts accounts;
    private final Projects projects;

    ChangeRequests(Changes changes, Sellers sellers, Accounts accounts, Projects projects) {
        this.changes = changes;
        this.projects = projects;
        this.sellers = sellers;
        this.accounts = accounts;
    }

    /** A new account of the seller. */
    public ChangePlan createAccount(String id, String name) {
        sellers.require();
        Rules.check("id", id, FieldRules.text(64));
        Rules.check("name", name, FieldRules.text(255));
        if (accounts.find(id).isPresent()) {
            throw new RefusedException("account '" + id + "' exists already: 'billing account show " + id + "'");
        }
        return plan(account(id, name, List.of(), List.of()));
    }

    /** Another name for an account. */
    public ChangePlan renameAccount(Account account, String name) {
        Rules.check("name", name, FieldRules.text(255));
        return plan(account(account.id(), name, List.of(), List.of()));
    }

    /**
     * A new project, for which there must be none of that id.
     *
     * @param accountId its account, or null
     * @param group the group that it joins, or null to give it a default group of its own
     * @param detailsFrom the group whose billing details its default group gets, or null
     */
    public ChangePlan createProject(String id, @Nullable String name, @Nullable String accountId,
            @Nullable BillingGroup group, @Nullable BillingGroup detailsFrom, Map<String, String> tags) {
        Rules.check("id", id, FieldRules.text(255));
        if (projects.find(id).filter(project -> project.deletedAt() == null).isPresent()) {
            throw new RefusedException("project '" + id + "' exists already: 'billing project show " + id + "'");
        }
        if (name != null) {
            Rules.check("name", name, FieldRules.text(255));
        }
        checkTags(tags);
        requireOneAccount(accountId, group);
        return plan(underAccount(accountId, new DeclaredProject(Place.COMMAND, id, name,
                group == null ? null : group.id().toString(), detailsFrom == null ? null : detailsFrom.id(),
                Tags.of(tags))));
    }

    /**
     * New projects, those that exist left as they are.
     *
     * @param names names by id, as a provider gives them; an empty one stands for none
     * @param accountId their account, or null
     * @param group the group that they join, or null to give each a default group of its own
     */
    public ChangePlan createProjects(Map<String, String> names, @Nullable String accountId,
            @Nullable BillingGroup group) {
        requireOneAccount(accountId, group);
        var known = this.projects.known(names.keySet());
        List<DeclaredProject> projects = new ArrayList<>();
        names.forEach((id, name) -> {
            if (!known.contains(id)) {
                Rules.check("id", id, FieldRules.text(255));
                projects.add(new DeclaredProject(Place.COMMAND, id, FieldRules.fitted(name, 255),
                        group == null ? null : group.id().toString(), null, Tags.NONE));
            }
        });
        if (projects.isEmpty()) {
            return plan();
        }
        return accountId == null
                ? plan(projects.stream().map(Declaration::ofProject).toArray(Declaration[]::new))
                : plan(account(accountId, null, List.of(), projects));
    }

    /** A project for an account; if it leaves another account, it leaves its group for a new default group. */
    public ChangePlan associate(Assigned project, Account account) {
        return plan(underAccount(account.id(),
                new DeclaredProject(Place.COMMAND, project.project().id(), null, null, null, null)));
    }

    /** Tags to set and names of tags to remove. */
    public ChangePlan tag(Assigned project, Map<String, String> set, Set<String> remove) {
        Map<String, String> tags = new LinkedHashMap<>(project.project().tags());
        tags.keySet().removeAll(remove);
        tags.putAll(set);
        checkTags(tags);
        return plan(underAccount(project.project().accountId(),
                new DeclaredProject(Place.COMMAND, project.project().id(), null, null, null, Tags.of(tags))));
    }

    /**
     * A new group, and projects of its account that move into it.
     *
     * @param fields values by field of the apply file; {@code name} and {@code currency} among them
     * @param copyFrom the group whose billing details it gets where no value is given, or null; what was agreed with
     *        that group (discount, support, commitment, charges) is not copied
     */
    public ChangePlan createGroup(Account account, Map<String, List<String>> fields, @Nullable BillingGroup copyFrom,
            List<String> projects) {
        var given = read(fields);
        var id = UUID.randomUUID();
        Map<GroupField, @Nullable Object> all = new EnumMap<>(GroupField.class);
        if (copyFrom != null) {
            Arrays.stream(GroupField.values()).filter(GroupField::isDetail)
                    .forEach(field -> all.put(field, field.of(copyFrom)));
        }
        all.putAll(given.fields());
        var group = new DeclaredGroup(Place.COMMAND, id, given.name(), all);
        return plan(account(account.id(), null, List.of(group), List.of()), assignments(id, projects, null));
    }

    /** Other values for some fields of a group; an empty value clears one. */
    public ChangePlan editGroup(BillingGroup group, Map<String, List<String>> fields) {
        var given = read(fields);
        if (group.accountId() == null) {
            throw new RefusedException("billing group '" + group.name()
                    + "' has no account yet: associate its project with one first");
        }
        return plan(account(group.accountId(), null,
                List.of(new DeclaredGroup(Place.COMMAND, group.id(), given.name(), given.fields())), List.of()));
    }

    /**
     * Projects for a group of their account; they leave the groups that they are in.
     *
     * @param from since when, or null for now
     */
    public ChangePlan assign(BillingGroup group, List<String> projects, @Nullable Instant from) {
        return plan(assignments(group.id(), projects, from));
    }

    /** No account any more; it must be empty. */
    public ChangePlan deleteAccount(Account account) {
        return plan(Declaration.ofDeletion(PlanDraft.ACCOUNT, account.id()));
    }

    /** No project any more; usage that is left is still invoiced to the group that it is in. */
    public ChangePlan deleteProject(Assigned project) {
        return plan(Declaration.ofDeletion(PlanDraft.PROJECT, project.project().id()));
    }

    /** No group any more; it must be empty, and its invoices stay. */
    public ChangePlan deleteGroup(BillingGroup group) {
        return plan(Declaration.ofDeletion(PlanDraft.GROUP, group.id().toString()));
    }

    /** What is wrong with the values of fields of a group; empty if nothing is. */
    public List<String> problemsOf(Map<String, List<String>> fields) {
        var problems = new InputProblems();
        GroupFields.read(fields, problems);
        return problems.first().stream().map(InputProblem::toString).toList();
    }

    private ChangePlan plan(Declaration... declarations) {
        return changes.plan(List.of(declarations), false);
    }

    private static void requireOneAccount(@Nullable String accountId, @Nullable BillingGroup group) {
        if (group == null) {
            return;
        }
        if (accountId == null) {
            throw new RefusedException("a project must be associated with an account before it can join the billing "
                    + "group '" + group.name() + "': give --account " + group.accountId());
        }
        if (!accountId.equals(group.accountId())) {
            throw new RefusedException("billing group '" + group.name() + "' belongs to account '" + group.accountId()
                    + "', not to '" + accountId + "'");
        }
    }

    private static DeclaredGroup read(Map<String, List<String>> fields) {
        var problems = new InputProblems();
        var group = GroupFields.read(fields, problems);
        problems.requireNone();
        return group;
    }

    private static Declaration account(String id, @Nullable String name, List<DeclaredGroup> groups,
            List<DeclaredProject> projects) {
        return Declaration.ofAccount(new DeclaredAccount(Place.COMMAND, id, name, groups, projects));
    }

    private static Declaration underAccount(@Nullable String accountId, DeclaredProject project) {
        return accountId == null
                ? Declaration.ofProject(project)
                : account(accountId, null, List.of(), List.of(project));
    }

    private static Declaration assignments(UUID groupId, List<String> projects, @Nullable Instant from) {
        return Declaration.ofAssignments(
                projects.stream().map(project -> new Assignment(project, groupId, from)).toList());
    }

    private static void checkTags(Map<String, String> tags) {
        tags.forEach((name, value) -> {
            Rules.check("tag", name, FieldRules::tagName);
            Rules.check("tag " + name, value, FieldRules::tagValue);
        });
        Rules.check("tags", tags, FieldRules::tags);
    }
}
