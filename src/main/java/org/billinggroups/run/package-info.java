/**
 * The invoicing run of a period and all that it starts from: what is asked for, the copy of prices, rates, groups and
 * credits that it freezes, the rules of tax and of totals, and credits as such.
 *
 * <p>It owns {@code invoicing_run} and the tables of frozen inputs and credits; no other package writes them. It does
 * not own invoices.
 */
@NullMarked
package org.billinggroups.run;

import org.jspecify.annotations.NullMarked;
