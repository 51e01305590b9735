package org.billinggroups.account;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A customer: owns projects and billing groups.
 *
 * @param id the key, at most 64 characters
 * @param sellerId who sells to it
 * @param deletedAt when it was deleted, or null
 */
public record Account(String id, String sellerId, String name, @Nullable Instant deletedAt) {}
