/**
 * A real PostgreSQL server embedded in a local folder: its binaries, cluster, password, start and end.
 *
 * <p>It owns the server's life and folder. It does not own connections or tables.
 */
@NullMarked
package org.billinggroups.postgres;

import org.jspecify.annotations.NullMarked;
