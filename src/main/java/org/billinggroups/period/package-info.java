/**
 * Billing periods and the invoicing runs of a period.
 *
 * <p>It owns the calendar of billing and the table {@code invoicing_run}. It does not own what a run invoices.
 */
@NullMarked
package org.billinggroups.period;

import org.jspecify.annotations.NullMarked;
