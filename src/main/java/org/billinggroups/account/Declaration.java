package org.billinggroups.account;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an apply file or a command asks for: only the things and fields that it names.
 *
 * @param seller the seller, or null if none is named
 * @param projects projects without an account
 * @param assignments projects that exist, to be moved
 */
record Declaration(@Nullable DeclaredSeller seller, List<DeclaredAccount> accounts, List<DeclaredProject> projects,
        List<TaxRate> taxRates, List<Assignment> assignments, List<Deletion> deletions) {

    /** A seller: its id and the fields given. */
    record DeclaredSeller(Place place, String id, Map<SellerField, @Nullable Object> fields) {}

    /** An account with its groups and projects. */
    record DeclaredAccount(Place place, String id, @Nullable String name, List<DeclaredGroup> groups,
            List<DeclaredProject> projects) {}

    /** A group: its id, or null for one that is known by its name only, and the fields given. */
    record DeclaredGroup(Place place, @Nullable UUID id, @Nullable String name,
            Map<GroupField, @Nullable Object> fields) {}

    /**
     * A project: its id and what is given of it.
     *
     * @param name its name, empty to take it away, or null if nothing is said of it
     * @param group its group by id or name, or null if nothing is said of it
     * @param detailsFrom the group whose billing details its default group gets, if it needs one; else null
     * @param tags null where nothing is said of them
     */
    record DeclaredProject(Place place, String id, @Nullable String name, @Nullable String group,
            @Nullable UUID detailsFrom, @Nullable Tags tags) {}

    /**
     * A project that exists, to be put into a group that exists or is declared as well.
     *
     * @param from since when, or null for now
     */
    record Assignment(String projectId, UUID groupId, @Nullable Instant from) {}

    /**
     * Something to delete.
     *
     * @param subject {@code account}, {@code project} or {@code billing_group}
     */
    record Deletion(String subject, String id) {}

    /**
     * Where something is declared, for messages.
     *
     * @param file the file's name, or empty for a command
     * @param line the line, from 1; 0 for a command
     */
    record Place(String file, int line) {
        static final Place COMMAND = new Place("", 0);
    }

    static Declaration ofAccount(DeclaredAccount account) {
        return new Declaration(null, List.of(account), List.of(), List.of(), List.of(), List.of());
    }

    static Declaration ofProject(DeclaredProject project) {
        return new Declaration(null, List.of(), List.of(project), List.of(), List.of(), List.of());
    }

    static Declaration ofAssignments(List<Assignment> assignments) {
        return new Declaration(null, List.of(), List.of(), List.of(), assignments, List.of());
    }

    static Declaration ofDeletion(String subject, String id) {
        return new Declaration(null, List.of(), List.of(), List.of(), List.of(), List.of(new Deletion(subject, id)));
    }
}
