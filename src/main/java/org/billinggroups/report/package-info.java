/** Owns the report of a run: one page for people that shows what the run did. */
@NullMarked
package org.billinggroups.report;

import org.jspecify.annotations.NullMarked;
