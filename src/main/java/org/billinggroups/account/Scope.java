package org.billinggroups.account;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.billinggroups.account.Declaration.Deletion;

/**
 * What a request names, and so which rows are loaded to plan it; with them come the groups that the projects are in.
 */
final class Scope {
    private static final Pattern UUID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    final boolean everything;
    final Set<String> accounts = new HashSet<>();
    final Set<String> projects = new HashSet<>();
    final Set<String> groups = new HashSet<>();
    /** Names of groups of these accounts. */
    final Set<String> groupNames = new HashSet<>();
    /** Accounts to delete, of which everything in them is wanted. */
    final Set<String> emptyAccounts = new HashSet<>();
    /** Groups to delete, whose projects are wanted. */
    final Set<String> emptyGroups = new HashSet<>();

    private Scope(boolean everything) {
        this.everything = everything;
    }

    static Scope everything() {
        return new Scope(true);
    }

    static Scope of(ChangePlan.Request request) {
        var scope = new Scope(request.prune());
        request.declarations().forEach(scope::add);
        return scope;
    }

    private void add(Declaration declaration) {
        for (var account : declaration.accounts()) {
            accounts.add(account.id());
            for (var group : account.groups()) {
                if (group.id() != null) {
                    groups.add(group.id().toString());
                } else if (group.name() != null) {
                    groupNames.add(group.name());
                }
            }
            account.projects().forEach(this::add);
        }
        declaration.projects().forEach(this::add);
        for (var assignment : declaration.assignments()) {
            projects.add(assignment.projectId());
            groups.add(assignment.groupId().toString());
        }
        declaration.deletions().forEach(this::add);
    }

    private void add(Declaration.DeclaredProject project) {
        projects.add(project.id());
        if (project.detailsFrom() != null) {
            groups.add(project.detailsFrom().toString());
        }
        if (project.group() != null) {
            groupNames.add(project.group());
            var id = project.group().toLowerCase(Locale.ROOT);
            if (UUID.matcher(id).matches()) {
                groups.add(id);
            }
        }
    }

    private void add(Deletion deletion) {
        switch (deletion.subject()) {
            case PlanDraft.ACCOUNT -> {
                accounts.add(deletion.id());
                emptyAccounts.add(deletion.id());
            }
            case PlanDraft.GROUP -> {
                groups.add(deletion.id());
                emptyGroups.add(deletion.id());
            }
            default -> projects.add(deletion.id());
        }
    }
}
