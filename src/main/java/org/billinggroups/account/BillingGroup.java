package org.billinggroups.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group of projects that gets one invoice per period.
 *
 * @param id the key; names are not unique
 * @param accountId the account that owns it; null for the default group of a project without account
 * @param defaultForProject the project whose default group it is, or null
 * @param deletedAt when it was deleted, or null
 */
public record BillingGroup(
        UUID id, String name, @Nullable String accountId, @Nullable String defaultForProject, BillingDetails details,
        BillingTerms terms, @Nullable Instant deletedAt) {

    /** A group of which nothing else is known. */
    static BillingGroup unknown(UUID id, String name) {
        return new BillingGroup(id, name, null, null, BillingDetails.unknown(), BillingTerms.none(), null);
    }

    /** The same group with an owner and a name. */
    BillingGroup of(String owner, String newName) {
        return new BillingGroup(id, newName, owner, defaultForProject, details, terms, deletedAt);
    }

    /** The name of the group that a project gets when none is named. */
    public static String defaultNameFor(String projectId) {
        var name = "Default billing group for " + projectId;
        return name.length() <= 128 ? name : name.substring(0, 125) + "...";
    }
}
