/**
 * Billing periods.
 *
 * <p>It owns the calendar of billing. It does not own what is invoiced in a period.
 */
@NullMarked
package org.billinggroups.period;

import org.jspecify.annotations.NullMarked;
