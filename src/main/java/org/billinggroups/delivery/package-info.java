/** Owns the delivery of published documents by mail, reminders of them, and the memory of what was sent to whom. */
@NullMarked
package org.billinggroups.delivery;

import org.jspecify.annotations.NullMarked;
