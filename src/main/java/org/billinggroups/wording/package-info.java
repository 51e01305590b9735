/**
 * The languages of invoices.
 *
 * <p>It owns the texts that the product words itself and the form of numbers and dates, in each language. It does not
 * own what is said where: that is for those who draft lines and set documents.
 */
@NullMarked
package org.billinggroups.wording;

import org.jspecify.annotations.NullMarked;
