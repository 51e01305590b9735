/**
 * What customers owe.
 *
 * <p>It owns the ageing of open invoices. It does not own invoices or payments.
 */
@NullMarked
package org.billinggroups.receivable;

import org.jspecify.annotations.NullMarked;
