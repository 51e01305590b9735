/**
 * Collects what customers owe from their accounts by SEPA direct debit.
 *
 * <p>It owns the collections, with what their banks returned, and the file for the seller's bank. It does not own
 * mandates, invoices or payments: what was collected is paid when a statement says so.
 */
@NullMarked
package org.billinggroups.collection;

import org.jspecify.annotations.NullMarked;
