package org.billinggroups.invoicing;

import org.joda.money.Money;

/**
 * A credit as a run froze it.
 *
 * @param prepaid whether it pays after tax; else it lowers the taxable base
 * @param remaining what was left of it
 */
record FrozenCredit(long creditId, boolean prepaid, String description, Money remaining) {}
