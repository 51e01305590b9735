/**
 * From the rated usage of a billing group to its invoice: amounts, tax, drafts, numbers, states.
 *
 * <p>It owns the frozen inputs of a run and the tables of invoices. It does not own how an invoice looks or how it is
 * posted.
 */
@NullMarked
package org.billinggroups.invoicing;

import org.jspecify.annotations.NullMarked;
