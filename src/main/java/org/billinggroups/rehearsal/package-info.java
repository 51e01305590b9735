/**
 * Tries other prices, rates and terms on the usage of periods, and compares what comes out with what was issued, or
 * with what another system has invoiced.
 *
 * <p>It owns no table and writes none.
 */
@NullMarked
package org.billinggroups.rehearsal;

import org.jspecify.annotations.NullMarked;
