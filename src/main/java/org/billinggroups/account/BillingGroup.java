package org.billinggroups.account;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A group of projects that gets one invoice per period.
 *
 * @param id the key; names are not unique
 * @param accountId the account that owns it; null for the default group of a project without account
 * @param deletedAt when it was deleted, or null
 */
public record BillingGroup(
        UUID id, String name, @Nullable String accountId, BillingDetails details, BillingTerms terms,
        @Nullable Instant deletedAt) {

    /** The name of the group that a project gets when none is named. */
    public static String defaultNameFor(String projectId) {
        var name = "Default billing group for " + projectId;
        return name.length() <= 128 ? name : name.substring(0, 125) + "...";
    }
}
