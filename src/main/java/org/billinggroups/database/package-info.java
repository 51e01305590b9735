/**
 * The database as the program sees it, be it external or embedded.
 *
 * <p>It owns the connections, the transaction manager with its fence, the session locks, and COPY in both directions.
 * It does not own tables other than the fence's; those belong to the feature packages.
 */
@NullMarked
package org.billinggroups.database;

import org.jspecify.annotations.NullMarked;
