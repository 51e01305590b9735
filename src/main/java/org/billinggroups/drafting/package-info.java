/**
 * From the usage of a billing group to its draft: sums of usage, rated usage, lines, tax and totals; earlier periods
 * whose usage came late; and the same again to explain and to verify an invoice.
 *
 * <p>It owns the arithmetic, and no table.
 */
@NullMarked
package org.billinggroups.drafting;

import org.jspecify.annotations.NullMarked;
