/**
 * The PostgreSQL database: an external one, or a real server embedded in a local folder.
 *
 * <p>It owns the server's life, the connections, the transaction manager with its fence and the session locks. It does
 * not own tables other than the fence's; those belong to the feature packages.
 */
@NullMarked
package org.billinggroups.database;

import org.jspecify.annotations.NullMarked;
