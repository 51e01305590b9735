/**
 * Invoices: their lines and taxes, drafts, numbers, states, corrections, approvals and payments.
 *
 * <p>It owns the tables of invoices, drafts included, and their seals. It does not own how an invoice comes about,
 * looks or is posted.
 */
@NullMarked
package org.billinggroups.invoice;

import org.jspecify.annotations.NullMarked;
