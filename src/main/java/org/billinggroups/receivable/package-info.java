/**
 * What customers owe.
 *
 * <p>It owns the ageing of open invoices and what of it each run keeps, bank statements and how their entries are
 * matched, and what is on account. It does not own invoices or payments.
 */
@NullMarked
package org.billinggroups.receivable;

import org.jspecify.annotations.NullMarked;
