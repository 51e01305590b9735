package org.billinggroups.account;

/**
 * A customer: owns projects and billing groups.
 *
 * @param id the key, at most 64 characters
 * @param sellerId who sells to it
 */
public record Account(String id, String sellerId, String name) {}
