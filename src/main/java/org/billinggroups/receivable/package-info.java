/**
 * What customers owe.
 *
 * <p>It owns the ageing of open invoices and what of it each run keeps. It does not own invoices or payments.
 */
@NullMarked
package org.billinggroups.receivable;

import org.jspecify.annotations.NullMarked;
