/**
 * From usage files to usage records.
 *
 * <p>It owns the formats of usage files, their identity, and the tables of files and records. It does not own prices: a
 * record here is what was used, not what it costs.
 */
@NullMarked
package org.billinggroups.usage;

import org.jspecify.annotations.NullMarked;
