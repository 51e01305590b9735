/**
 * Time stamps of the chain of seals by authorities outside (RFC 3161): it asks for them, keeps the tokens, and checks
 * them without asking anybody.
 */
@NullMarked
package org.billinggroups.stamp;

import org.jspecify.annotations.NullMarked;
