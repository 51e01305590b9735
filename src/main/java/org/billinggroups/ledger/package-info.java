/**
 * From issued invoices to double-entry postings.
 *
 * <p>It owns postings, the ledger file and exports for accounting programs. It does not own payments.
 */
@NullMarked
package org.billinggroups.ledger;

import org.jspecify.annotations.NullMarked;
