/**
 * Bank statements: what came in and went out, and which invoices it paid.
 *
 * <p>It reads statements, keeps their entries, each once, matches them with invoices, and puts on account what is more
 * than was open. It does not own invoices or payments.
 */
@NullMarked
package org.billinggroups.statement;

import org.jspecify.annotations.NullMarked;
