/**
 * From a run with all its documents to the folder that readers see, and lost files again.
 *
 * <p>It owns the order in which files and folders appear. It does not own what is in them.
 */
@NullMarked
package org.billinggroups.publication;

import org.jspecify.annotations.NullMarked;
