/**
 * The chain of seals over all that was issued and over what happened to it afterwards, and the only code that adds to
 * it. Other packages say which rows make a leaf; this one reads them, hashes them and chains the hashes. It knows no
 * table but its own.
 */
@NullMarked
package org.billinggroups.seal;

import org.jspecify.annotations.NullMarked;
