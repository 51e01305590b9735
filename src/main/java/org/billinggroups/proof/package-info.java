/**
 * The proof of an invoice for who pays it: an archive of all that the invoice follows from, as it was sealed, and a
 * page that calculates it again.
 *
 * <p>It owns no table. It changes nothing.
 */
@NullMarked
package org.billinggroups.proof;

import org.jspecify.annotations.NullMarked;
