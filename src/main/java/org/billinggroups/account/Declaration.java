package org.billinggroups.account;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * What an apply file declares: only the fields that it names.
 *
 * @param seller the seller, or null if the file names none
 */
record Declaration(@Nullable DeclaredSeller seller, List<DeclaredAccount> accounts, List<TaxRate> taxRates) {

    /** A seller: its id and the fields given. */
    record DeclaredSeller(String file, int line, String id, ObjectNode fields) {}

    /** An account with its groups and projects. */
    record DeclaredAccount(String file, int line, String id, @Nullable String name, List<DeclaredGroup> groups,
            List<DeclaredProject> projects) {}

    /** A group: its id, or null for one that is known by its name only, and the fields given. */
    record DeclaredGroup(String file, int line, @Nullable UUID id, @Nullable String name, ObjectNode fields) {}

    /** A project: its id and what is given of it, its group by id or name; tags are null where the file says nothing of them. */
    record DeclaredProject(String file, int line, String id, @Nullable String name, @Nullable String group,
            @Nullable Map<String, String> tags) {}
}
