/**
 * Sellers, accounts, projects, billing groups, which project is in which group when, and what changed.
 *
 * <p>It owns those tables, the tax rates that are declared beside them, and the {@code apply} file. It does not own
 * usage, prices or invoices.
 */
@NullMarked
package org.billinggroups.account;

import org.jspecify.annotations.NullMarked;
