/**
 * From issued invoices to double-entry postings, and the proof that usage, lines, invoices, postings and files agree.
 *
 * <p>It owns postings, the ledger file, exports for accounting programs and verification. It does not own payments.
 */
@NullMarked
package org.billinggroups.ledger;

import org.jspecify.annotations.NullMarked;
