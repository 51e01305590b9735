/**
 * Verification: whether usage, lines, invoices, postings, numbers and files are what was sealed, and whether what is
 * sealed comes out again.
 *
 * <p>It owns no table. It changes nothing.
 */
@NullMarked
package org.billinggroups.audit;

import org.jspecify.annotations.NullMarked;
