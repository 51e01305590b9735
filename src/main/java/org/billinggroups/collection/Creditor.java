package org.billinggroups.collection;

import org.jspecify.annotations.Nullable;

/**
 * Who collects, as a collection keeps it.
 *
 * @param id the SEPA creditor identifier
 * @param iban the account to which money is collected
 */
record Creditor(String id, String name, String iban, @Nullable String bic) {}
