package org.billinggroups.account;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What usage is recorded for.
 *
 * @param id the key that usage files name
 * @param accountId the account it is associated with, or null
 * @param tags ordered by name; those that start with {@code billing:} appear on invoices
 */
public record Project(String id, @Nullable String name, @Nullable String accountId, Map<String, String> tags) {
    /** Takes a sorted copy of the tags. */
    public Project {
        tags = Collections.unmodifiableMap(new TreeMap<>(tags));
    }
}
